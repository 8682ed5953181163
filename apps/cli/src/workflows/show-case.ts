import type { Case, CaseGroup } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';

/** Reasons are for people and stand at the end of their line: a terminal wraps them. */
const WHOLE = 2_000;

const columns = [
  { title: 'ID' },
  { title: 'WORKFLOW' },
  { title: 'OF', max: 36 },
  { title: 'STATUS' },
  { title: 'OPENED' },
  { title: 'DUE' },
  { title: 'WHY', max: WHOLE },
] as const;

/** Cases as an aligned table. */
export const toCaseTable = (cases: readonly Case[], now: Date): readonly string[] =>
  toTable(
    columns,
    cases.map(({ id, workflow, key, status, openedAt, dueAt, reason }) => [
      id,
      workflow,
      key,
      status,
      describeMoment(openedAt, now),
      dueAt === null ? '-' : describeMoment(dueAt, now),
      reason ?? '',
    ]),
  );

const groupColumns = [
  { title: 'WORKFLOW' },
  { title: 'STATUS' },
  { title: 'CASES', align: 'right' },
  { title: 'OLDEST' },
  { title: 'DUE' },
  { title: 'FOR EXAMPLE' },
  { title: 'WHY', max: WHOLE },
] as const;

/** What cases wait for as an aligned table, and how to see those of a line. */
export const toCaseGroupLines = (groups: readonly CaseGroup[], now: Date): readonly string[] => [
  ...toTable(
    groupColumns,
    groups.map(({ workflow, status, count, oldestAt, dueAt, sampleId, reason }) => [
      workflow,
      status,
      String(count),
      describeMoment(oldestAt, now),
      dueAt === null ? '-' : describeMoment(dueAt, now),
      sampleId,
      reason ?? '',
    ]),
  ),
  'Those of a line: `npx pnpm sherpa cases list --like <its example>`; one of them: `cases show <id>`.',
];

const LABEL_WIDTH = 12;

const fact = (label: string, value: string | null): readonly string[] =>
  value === null || value === '' ? [] : [`${label.padEnd(LABEL_WIDTH)}${plain(value)}`];

const moment = (label: string, value: string | null, now: Date): readonly string[] =>
  value === null ? [] : fact(label, `${value}  (${describeMoment(value, now)})`);

const ids = (label: string, all: Case['refs']): readonly string[] =>
  fact(
    label,
    Object.entries(all)
      .map(([name, id]) => `${name} ${id}`)
      .join(', '),
  );

/** One case in lines for a person. */
export const toCaseDetails = (one: Case, now: Date): readonly string[] => [
  ...fact('case', one.id),
  ...fact('workflow', one.workflow),
  ...fact('of', one.key),
  ...fact('status', one.status),
  ...fact(one.status === 'held' ? 'held' : 'reason', one.reason),
  ...ids('about', one.subject),
  ...ids('made for it', one.refs),
  ...moment('due', one.dueAt, now),
  ...moment('opened', one.openedAt, now),
  ...moment('closed', one.closedAt, now),
  ...fact('task', one.taskId),
];
