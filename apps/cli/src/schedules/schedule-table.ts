import type { Schedule } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';
import { describeRule } from './describe-rule.ts';

const columns = [
  { title: 'ID' },
  { title: 'AGENT' },
  { title: 'TYPE' },
  { title: 'NAME', max: 30 },
  { title: 'WHEN' },
  { title: 'NEXT' },
  { title: 'LAST' },
] as const;

const nextOf = ({ pausedAt, pausedWorkflow, nextRunAt }: Schedule, now: Date): string => {
  if (pausedAt !== null) return 'paused';
  return pausedWorkflow === null ? describeMoment(nextRunAt, now) : `rests: ${pausedWorkflow} is paused`;
};

/** Schedules as an aligned table. */
export const toScheduleTable = (schedules: readonly Schedule[], now: Date): readonly string[] =>
  toTable(
    columns,
    schedules.map((schedule) => [
      schedule.id,
      schedule.agent,
      schedule.type,
      schedule.origin === 'contract' ? '' : schedule.name,
      describeRule(schedule),
      nextOf(schedule, now),
      describeMoment(schedule.lastRunAt, now),
    ]),
  );
