import type { CaseResult } from './run-case.ts';
import type { TakeCost } from './take-cost.ts';

/** What Sherpa holds itself to. */
const LEAST_SHARE = 0.95;

/** Whether the vendor refused nothing and the workers left next to nothing unused. */
export const isGoodCase = ({ windows, tooMany, failures }: CaseResult): boolean =>
  tooMany === 0 && failures === 0 && windows.every(({ used, allowed }) => used >= allowed * LEAST_SHARE);

const percent = (used: number, allowed: number): string => `${((used / allowed) * 100).toFixed(1)} %`;

const HEAD = ['store', 'vendor', 'workers', 'window', 'allowed', 'used', 'share', '429s', 'held back', ''];

const toCells = (result: CaseResult): readonly (readonly string[])[] =>
  result.windows.map(({ window, allowed, used }) => [
    result.store,
    result.plan,
    String(result.workers),
    window,
    String(allowed),
    String(used),
    percent(used, allowed),
    String(result.tooMany),
    String(result.heldBack),
    isGoodCase(result) ? 'good' : 'BAD',
  ]);

const align = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_cell, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

/** What the vendors counted, a line for each window. */
export const toCaseLines = (results: readonly CaseResult[]): readonly string[] =>
  align([HEAD, ...results.flatMap(toCells)]);

/** What a call costs more with a budget. */
export const toCostLines = (costs: readonly TakeCost[]): readonly string[] =>
  align([
    ['budget in', 'µs a call, one at a time', 'µs a call, 50 at once'],
    ...costs.map(({ store, aloneUs, amongUs }) => [store, aloneUs.toFixed(0), amongUs.toFixed(0)]),
  ]);
