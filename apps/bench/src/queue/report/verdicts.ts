import type { Verdict } from '../bars.ts';

const SIGNS = { 'at least': '≥', 'at most': '≤', below: '<' } as const;

const marks = (isMet: boolean | null): string => {
  if (isMet === null) return '–';
  return isMet ? '✓' : '✗';
};

/** The bars and how far they were met, a line each. */
export const toVerdictLines = (verdicts: readonly Verdict[]): readonly string[] => {
  const width = Math.max(...verdicts.map(({ title }) => title.length));
  return verdicts.map(({ title, bound, value, measured, isMet }) => {
    const figure = measured === null ? 'not measured' : measured.toFixed(2);
    return `  ${marks(isMet)} ${title.padEnd(width)}  ${SIGNS[bound]} ${String(value).padEnd(4)}  ${figure}`;
  });
};
