import type { TaskSummary } from '@sherpa/api';
import { describeDuration, describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';
import { describeProgress } from './progress.ts';

const columns = [
  { title: 'ID' },
  { title: 'AGENT' },
  { title: 'TYPE' },
  { title: 'STATUS' },
  { title: 'TRY', align: 'right' },
  { title: 'CREATED' },
  { title: 'TOOK', align: 'right' },
  { title: 'NOTE', max: 60 },
] as const;

const tookOf = ({ startedAt, finishedAt }: TaskSummary): string =>
  startedAt === null || finishedAt === null
    ? ''
    : describeDuration(Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)));

const noteOf = (task: TaskSummary, now: Date): string => {
  if (task.status === 'in_progress') {
    return task.cancelRequestedAt === null ? describeProgress(task.progress) : 'asked to stop';
  }
  if (task.error !== null && task.status !== 'completed') return `${task.error.code}: ${task.error.message}`;
  const waits = task.status === 'pending' && Date.parse(task.runAt) > now.getTime();
  return waits ? `runs ${describeMoment(task.runAt, now)}` : '';
};

/** Tasks as an aligned table. */
export const toTaskTable = (tasks: readonly TaskSummary[], now: Date): readonly string[] =>
  toTable(
    columns,
    tasks.map((task) => [
      task.id,
      task.agent,
      task.type,
      task.status,
      `${task.attempt}/${task.maxAttempts}`,
      describeMoment(task.createdAt, now),
      tookOf(task),
      noteOf(task, now),
    ]),
  );
