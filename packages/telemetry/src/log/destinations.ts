import type { Writable } from 'node:stream';
import pino, { type DestinationStream } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { openLogFiles } from './log-files.ts';
import type { LogLevel } from './log-level.ts';

/** Where lines go, and how to know that they have arrived. */
export interface Destinations {
  readonly stream: DestinationStream;
  readonly outputs: readonly Writable[];
  readonly close: () => Promise<void>;
}

interface DestinationOptions {
  readonly process: string;
  readonly level: LogLevel;
  readonly pretty: boolean;
  readonly dir?: string | undefined;
  readonly stdout: Writable;
}

const prettyLines = (stdout: Writable): DestinationStream => {
  const prettify = prettyFactory({
    messageKey: 'message',
    timestampKey: 'timestamp',
    levelKey: 'level',
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
    colorize: 'isTTY' in stdout && Boolean(stdout.isTTY),
  });
  return { write: (line: string) => void stdout.write(prettify(line) ?? line) };
};

const plainLines = (stdout: Writable): DestinationStream => ({
  write: (line: string) => void stdout.write(line),
});

const ignore = (): void => undefined;

/** The console and, where a folder is named, the files in it. A broken one never disturbs the process. */
export const openDestinations = (options: DestinationOptions): Destinations => {
  const { level, stdout } = options;
  // When the reader of a pipe is gone, writing fails; without a listener that would end the process.
  if (!stdout.listeners('error').includes(ignore)) stdout.on('error', ignore);
  const console = options.pretty ? prettyLines(stdout) : plainLines(stdout);
  if (options.dir === undefined) {
    return {
      stream: pino.multistream([{ stream: console, level }]),
      outputs: [stdout],
      close: async () => undefined,
    };
  }
  const files = openLogFiles(options.dir, options.process);
  const streams = [
    { stream: console, level },
    { stream: files.combined, level },
    { stream: files.error, level: 'error' as const },
  ];
  return {
    stream: pino.multistream(streams),
    outputs: [stdout, files.combined, files.error],
    close: files.close,
  };
};
