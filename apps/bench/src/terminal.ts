import type { Writable } from 'node:stream';

/** Where a command writes: people read stderr, programs read the last line of stdout. */
export interface Terminal {
  /** A line of what is going on. */
  readonly tell: (line: string) => void;
  /** A line of what came of it. */
  readonly print: (line: string) => void;
}

export const makeTerminal = (streams: {
  readonly stdout: Writable;
  readonly stderr: Writable;
}): Terminal => ({
  tell: (line) => {
    streams.stderr.write(`${line}\n`);
  },
  print: (line) => {
    streams.stdout.write(`${line}\n`);
  },
});
