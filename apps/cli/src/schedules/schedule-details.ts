import type { ScheduleDetails } from '@sherpa/api';
import { describeDuration, describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';
import { describeMissed, describeRule } from './describe-rule.ts';

const LABEL_WIDTH = 12;

const fact = (label: string, value: string | null): readonly string[] =>
  value === null ? [] : [`${label.padEnd(LABEL_WIDTH)}${plain(value)}`];

const moment = (label: string, value: string | null, now: Date): readonly string[] =>
  fact(label, value === null ? null : `${value} (${describeMoment(value, now)})`);

/** A run by the wall of the zone that its schedule goes by, and in UTC. */
export const describeRun = (runAt: string, timeZone: string | null): string => {
  if (timeZone === null || timeZone === 'UTC') return runAt;
  const wall = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return `${runAt}  ${wall.format(new Date(runAt))} ${timeZone}`;
};

const restOf = ({ pausedWorkflow }: ScheduleDetails): string | null =>
  pausedWorkflow === null
    ? null
    : `${pausedWorkflow} is paused: no tick makes a task until \`npx pnpm sherpa workflows resume ${pausedWorkflow}\``;

/** While it rests its ticks pass, and nothing runs. */
const ticksLabel = ({ pausedWorkflow }: ScheduleDetails): string =>
  pausedWorkflow === null ? 'next runs' : 'ticks';

/** One schedule for a person, with its next runs. */
export const toScheduleDetails = (schedule: ScheduleDetails, now: Date): readonly string[] => [
  ...fact('schedule', schedule.id),
  ...fact('work', `${schedule.agent} ${schedule.type}`),
  ...fact('name', schedule.name),
  ...fact('made by', schedule.origin),
  ...fact('when', describeRule(schedule)),
  ...fact('jitter', schedule.jitterMs === 0 ? null : `up to ${describeDuration(schedule.jitterMs)}`),
  ...fact('missed', describeMissed(schedule)),
  ...fact('overlap', schedule.overlap),
  ...moment('paused', schedule.pausedAt, now),
  ...fact('rests', restOf(schedule)),
  ...moment('last run', schedule.lastRunAt, now),
  ...fact('last task', schedule.lastTaskId),
  ...fact('payload', JSON.stringify(schedule.payload)),
  ...schedule.preview.flatMap((runAt, index) =>
    fact(index === 0 ? ticksLabel(schedule) : '', describeRun(runAt, schedule.timeZone)),
  ),
];
