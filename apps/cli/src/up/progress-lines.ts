import type { TaskSummary } from '@sherpa/api';
import type { Json } from '@sherpa/core';
import { z } from 'zod';
import { toTable } from '../output/table.ts';
import { describeProgress } from '../tasks/progress.ts';
import type { Snapshot } from './watch-fleet.ts';

const BAR_WIDTH = 24;

const fractionSchema = z.union([
  z.number().transform((percent) => percent / 100),
  z.object({ done: z.number(), total: z.number().positive() }).transform(({ done, total }) => done / total),
]);

const toBar = (progress: Json): string => {
  const fraction = fractionSchema.safeParse(progress).data;
  if (fraction === undefined) return '';
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}`;
};

const toRow = (task: TaskSummary): readonly string[] => [
  `  ${task.agent}`,
  task.type,
  toBar(task.progress),
  describeProgress(task.progress),
];

/** The fleet's work in one line. */
export const toWorkLine = ({ status }: Snapshot): string => {
  const { tasks } = status;
  const parts = [
    [tasks.completed, 'done'],
    [tasks.in_progress, 'running'],
    [tasks.pending, 'waiting'],
    [tasks.failed, 'failed'],
  ] as const;
  const counts = parts.flatMap(([count, word]) =>
    count !== undefined && (count > 0 || word === 'done') ? [`${count} ${word}`] : [],
  );
  return `tasks: ${counts.join(', ')} · customers: ${status.customers}`;
};

/** What runs, one line each, and the whole below. */
export const toProgressLines = (snapshot: Snapshot): readonly string[] => {
  const columns = [{ title: '' }, { title: '' }, { title: '' }, { title: '' }];
  const rows = toTable(columns, snapshot.running.map(toRow)).slice(1);
  return [...rows, `  ${toWorkLine(snapshot)}`];
};
