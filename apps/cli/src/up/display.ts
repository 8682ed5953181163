import { makeLiveRegion } from '../output/live-region.ts';
import type { Terminal } from '../output/terminal.ts';
import type { ChildLine } from './child-line.ts';

/** Everything `up` tells a person. */
export interface Display {
  line(text?: string): void;
  /** Something went as it should. */
  good(text: string): void;
  /** Something went wrong. */
  bad(text: string): void;
  /** Something one of the processes printed. */
  child(name: string, line: ChildLine): void;
  /** How far the work is; drawn in place where a person watches. */
  progress(lines: readonly string[]): void;
  /** The last progress stays, further lines follow below. */
  endProgress(): void;
  readonly style: Terminal['style'];
  readonly isLive: boolean;
}

const NAME_WIDTH = 16;
const marks = { debug: ' ', info: ' ', warn: '!', error: '✘' } as const;
const colours = { debug: 'dim', info: 'dim', warn: 'yellow', error: 'red' } as const;

/** Shows warnings and errors of the processes, and with `verbose` everything they print. */
export const makeDisplay = (terminal: Terminal, options: { readonly verbose: boolean }): Display => {
  const region = makeLiveRegion(terminal);
  const { style, isLive } = terminal;
  const line = (text = ''): void => (isLive ? region.above(text) : terminal.line(text));
  return {
    line,
    good: (text) => line(`${style('green', '✔')} ${text}`),
    bad: (text) => line(`${style('red', '✘')} ${text}`),
    child: (name, { level, text }) => {
      if (!options.verbose && level !== 'warn' && level !== 'error') return;
      line(style(colours[level], `${marks[level]} ${name.padEnd(NAME_WIDTH)} ${text}`));
    },
    progress: (lines) => {
      if (isLive) region.show(lines);
      else for (const one of lines) terminal.line(one);
    },
    endProgress: () => region.end(),
    style,
    isLive,
  };
};
