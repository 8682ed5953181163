import { makeLiveRegion } from '../output/live-region.ts';
import { clip } from '../output/plain.ts';
import type { Terminal } from '../output/terminal.ts';
import type { ChildLine } from './child-line.ts';
import { makeRepeatFilter } from './repeat-filter.ts';

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
  /** Takes the progress away. */
  endProgress(): void;
  readonly style: Terminal['style'];
  readonly isLive: boolean;
}

const NAME_WIDTH = 16;
const HIDDEN = { show: false } as const;
const marks = { debug: ' ', info: ' ', warn: '!', error: '✘' } as const;
const colours = { debug: 'dim', info: 'dim', warn: 'yellow', error: 'red' } as const;

/** Shows warnings and errors of the processes, and with `verbose` everything they print. */
export const makeDisplay = (terminal: Terminal, options: { readonly verbose: boolean }): Display => {
  const region = makeLiveRegion(terminal);
  const decide = makeRepeatFilter(() => performance.now());
  const { style, isLive } = terminal;
  const line = (text = ''): void => (isLive ? region.above(text) : terminal.line(text));
  return {
    line,
    good: (text) => line(`${style('green', '✔')} ${text}`),
    bad: (text) => line(`${style('red', '✘')} ${text}`),
    child: (name, { level, message, text }) => {
      const begin = `${marks[level]} ${name.padEnd(NAME_WIDTH)} `;
      if (options.verbose) {
        line(style(colours[level], begin + text));
        return;
      }
      const decision = level === 'warn' || level === 'error' ? decide(`${name} ${message}`) : HIDDEN;
      if (!decision.show) return;
      const before = decision.keptBack === 0 ? '' : `[${decision.keptBack} more before] `;
      line(style(colours[level], clip(begin + before + text, terminal.columns() - 1)));
    },
    progress: (lines) => {
      if (isLive) region.show(lines);
      else for (const one of lines) terminal.line(one);
    },
    endProgress: () => {
      region.show([]);
    },
    style,
    isLive,
  };
};
