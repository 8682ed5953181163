import { stripVTControlCharacters } from 'node:util';
import { clip, textWidth } from './plain.ts';
import type { Terminal } from './terminal.ts';

/** Lines at the bottom of the terminal that are drawn again and again. */
export interface LiveRegion {
  /** Replaces what is shown; no lines take it away. */
  show(lines: readonly string[]): void;
  /** Writes a line above the region. */
  above(text: string): void;
}

const up = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}F\u001b[0J`);

/** A line that is cut loses its colours: half an escape sequence would colour what follows. */
const fit = (line: string, columns: number): string => {
  const bare = stripVTControlCharacters(line);
  return textWidth(bare) <= columns ? line : clip(bare, columns);
};

/** Draws on a terminal that a person watches; each line is cut to its width, since a wrapped one cannot be taken back. */
export const makeLiveRegion = (terminal: Terminal): LiveRegion => {
  let shown: readonly string[] = [];
  const draw = (before: string, lines: readonly string[]): void => {
    const cut = lines.map((line) => `${fit(line, terminal.columns() - 1)}\n`).join('');
    terminal.write(`${up(shown.length)}${before}${cut}`);
    shown = lines;
  };
  return {
    show: (lines) => draw('', lines),
    above: (text) => draw(`${text}\n`, shown),
  };
};
