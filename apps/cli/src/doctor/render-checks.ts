import { plain } from '../output/plain.ts';
import type { Terminal } from '../output/terminal.ts';
import type { CheckedItem } from './check.ts';

const INDENT = ' '.repeat(7);

const toLines = (
  { item, title, finding }: CheckedItem,
  width: number,
  style: Terminal['style'],
): readonly string[] => {
  const mark = finding.ok ? style('green', '✔') : style('red', '✘');
  const line = `${String(item).padStart(2)}  ${mark}  ${title.padEnd(width)}  ${plain(finding.detail)}`;
  return finding.ok ? [line] : [line, `${INDENT}${style('yellow', '→')} ${plain(finding.todo)}`];
};

/** The checklist in lines for a person, what to do below each red item. */
export const renderChecks = (
  checked: readonly CheckedItem[],
  style: Terminal['style'],
): readonly string[] => {
  const width = Math.max(...checked.map(({ title }) => title.length));
  const redCount = checked.filter(({ finding }) => !finding.ok).length;
  return [
    ...checked.flatMap((one) => toLines(one, width, style)),
    '',
    redCount === 0 ? `All ${checked.length} are green.` : `${redCount} of ${checked.length} need attention.`,
  ];
};

/** The checklist as JSON. */
export const toChecklist = (checked: readonly CheckedItem[]) => ({
  ok: checked.every(({ finding }) => finding.ok),
  checks: checked.map(({ item, title, finding }) => ({ item, title, ...finding })),
});
