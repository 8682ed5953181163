import type { Why } from '@sherpa/api';
import { counted } from '../output/counted.ts';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';
import { atText, originText } from './origin-text.ts';
import { spanText } from './span-text.ts';
import { toTreeRows } from './tree-rows.ts';

/** A line, and whether it is about what was asked for. */
export interface WhyLine {
  readonly text: string;
  readonly isAsked: boolean;
}

const MOST_WHAT = 100;
const MOST_ID = 80;

const columns = [
  { title: 'WHAT', max: MOST_WHAT },
  { title: 'STATUS' },
  { title: 'AFTER', align: 'right' },
  { title: 'WAITED', align: 'right' },
  { title: 'RAN', align: 'right' },
  { title: 'CALLS', align: 'right' },
  { title: 'ID OR KEY', max: MOST_ID },
] as const;

const MARK = ' ◀';

const treeLines = (why: Why): readonly WhyLine[] => {
  const rows = toTreeRows(why);
  if (rows.length === 0) return [];
  const [titles = '', ...lines] = toTable(
    columns,
    rows.map((row) => [
      `${row.what}${row.isAsked ? MARK : ''}`,
      row.status,
      row.after,
      row.waited,
      row.ran,
      row.calls,
      row.id,
    ]),
  );
  return [
    { text: '', isAsked: false },
    { text: titles, isAsked: false },
    ...lines.map((text, index) => ({ text, isAsked: rows[index]?.isAsked === true })),
  ];
};

const nodeOf = ({ system, objectType, externalId }: Why['otherSources'][number]): string =>
  plain(`${system}:${objectType}:${externalId}`);

const sourceLines = ({ asked, otherSources }: Why): readonly string[] => {
  const { field, source } = asked;
  const said = field === null ? [] : [`${field.name} is what ${field.system} says (rule: ${field.rule}).`];
  const read = source === null ? [] : [`${nodeOf(source)} was read last at ${atText(source.observedAt)}.`];
  const more = otherSources.map((other) => `  also ${nodeOf(other)}, read at ${atText(other.observedAt)}`);
  return [...said, ...read, ...more];
};

const otherLines = ({ others }: Why): readonly string[] =>
  others.map(({ taskId, name, begunAt }) => `Written before, too: ${taskId}/${name} at ${atText(begunAt)}`);

const totalLine = ({ totals }: Why): readonly string[] => {
  if (totals.beganAt === null) return [];
  const took = totals.tookMs === null ? 'not over yet' : `over after ${spanText(totals.tookMs)}`;
  return [
    [
      `Shown: ${counted(totals.tasks, 'task')}, ${counted(totals.effects, 'write')}`,
      `${spanText(totals.workedMs)} of work, ${counted(totals.vendorCalls, 'vendor call')}`,
      `began ${atText(totals.beganAt)}, ${took}`,
    ].join('; '),
  ];
};

/** An answer for a person: what it comes from, then the tree with what was asked for marked. */
export const toWhyLines = (why: Why): readonly WhyLine[] => [
  ...[...sourceLines(why), `It comes of ${originText(why)}.`, ...totalLine(why), ...otherLines(why)].map(
    (text) => ({ text, isAsked: false }),
  ),
  ...treeLines(why),
];
