import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Where a command writes. */
export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** What a command says: to people, to machines, about problems. */
export interface Terminal {
  /** For people: stdout, or stderr where stdout belongs to a machine. */
  line(text?: string): void;
  /** For machines: one JSON value in one line on stdout. */
  json(value: unknown): void;
  /** On stderr. */
  problem(text: string): void;
  /** Coloured where the stream that `line` writes to shows colours. */
  style(format: Format, text: string): string;
  /** True when a person watches, so that lines may be drawn again. */
  readonly isLive: boolean;
  /** Of the stream that `line` writes to. */
  columns(): number;
  /** As it is, to the stream that `line` writes to. */
  write(text: string): void;
}

const DEFAULT_COLUMNS = 100;

/** Makes the terminal of one command; with `json` stdout is left to machine output alone. */
export const makeTerminal = ({ stdout, stderr }: Streams, options: { readonly json: boolean }): Terminal => {
  const people = options.json ? stderr : stdout;
  const write = (text: string) => void people.write(text);
  return {
    line: (text = '') => write(`${text}\n`),
    json: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    problem: (text) => void stderr.write(`${text}\n`),
    style: (format, text) => styleText(format, text, { stream: people }),
    isLive: people.isTTY,
    columns: () => people.columns || DEFAULT_COLUMNS,
    write,
  };
};
