import type { Redrive } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';

/** The filter in words: `agent billing, code internal`. */
const describeFilter = ({ filter }: Redrive): string =>
  Object.entries(filter)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
    .join(', ');

/** How far a redrive is, in one line. */
export const describeProgressOf = (redrive: Redrive): string => {
  const { redriven, matched, skipped, completed, failedAgain, ended } = redrive;
  const parts = [
    `${redriven + skipped} of ${matched} redriven`,
    `${completed} completed`,
    `${failedAgain} failed again`,
    ...(redriven > ended ? [`${redriven - ended} under way`] : []),
    ...(skipped > 0 ? [`${skipped} skipped (their key is taken)`] : []),
  ];
  return `${redrive.status}: ${parts.join(', ')}`;
};

/** One redrive, whole, in lines for a person. */
export const toRedriveDetails = (redrive: Redrive, now: Date): readonly string[] => {
  const { stopAt } = redrive;
  const rule =
    stopAt === null
      ? 'never by itself'
      : `when more than ${(stopAt.share * 100).toFixed(0)} % of ${stopAt.after} or more fail again`;
  return [
    `redrive     ${redrive.id}`,
    `of          ${plain(describeFilter(redrive))}`,
    `rate        ${redrive.perSecond} a second`,
    `stops       ${rule}`,
    `began       ${describeMoment(redrive.createdAt, now)}`,
    ...(redrive.finishedAt === null ? [] : [`ended       ${describeMoment(redrive.finishedAt, now)}`]),
    describeProgressOf(redrive),
  ];
};

const columns = [
  { title: 'ID' },
  { title: 'STATUS' },
  { title: 'MATCHED', align: 'right' },
  { title: 'REDRIVEN', align: 'right' },
  { title: 'COMPLETED', align: 'right' },
  { title: 'FAILED AGAIN', align: 'right' },
  { title: 'SKIPPED', align: 'right' },
  { title: 'BEGAN' },
  { title: 'OF', max: 60 },
] as const;

/** Redrives as an aligned table. */
export const toRedriveTable = (redrives: readonly Redrive[], now: Date): readonly string[] =>
  toTable(
    columns,
    redrives.map((one) => [
      one.id,
      one.status,
      ...[one.matched, one.redriven, one.completed, one.failedAgain, one.skipped].map(String),
      describeMoment(one.createdAt, now),
      describeFilter(one),
    ]),
  );
