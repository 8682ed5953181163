import type { Task, TaskAttempt, TaskEffect, TaskStep } from '@sherpa/api';
import type { Json } from '@sherpa/core';
import { counted } from '../output/counted.ts';
import { describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';
import { describeProgress } from './progress.ts';

const LABEL_WIDTH = 13;

const fact = (label: string, value: string | null): readonly string[] =>
  value === null || value === '' ? [] : [`${label.padEnd(LABEL_WIDTH)}${plain(value)}`];

const moment = (label: string, value: string | null, now: Date): readonly string[] =>
  value === null ? [] : fact(label, `${value}  (${describeMoment(value, now)})`);

/** JSON escapes control characters by itself, so its own line breaks are all there are. */
const block = (label: string, value: Json): readonly string[] => {
  if (value === null) return [];
  const [first = '', ...rest] = JSON.stringify(value, null, 2).split('\n');
  return [`${label.padEnd(LABEL_WIDTH)}${first}`, ...rest.map((line) => ' '.repeat(LABEL_WIDTH) + line)];
};

const waitOf = ({ waitingFor: wait }: Task, now: Date): readonly string[] =>
  wait === null
    ? []
    : [
        ...fact('waits for', wait.name),
        ...moment('since', wait.since, now),
        ...moment('until', wait.until, now),
        ...fact('approval', wait.approvalId),
        ...fact('tasks', wait.taskIds.join(' ')),
      ];
const attemptLine = (one: TaskAttempt, now: Date): string =>
  `${one.attempt}: ${one.outcome.replace('_', ' ')} ${describeMoment(one.endedAt, now)}, ${one.error.code}: ${one.error.message}`;

/** Every start has a number, also those that are no tries; those that are not among the failures left no error. */
const missingStarts = (attempts: readonly TaskAttempt[]): string | null => {
  const listed = new Set(attempts.map(({ attempt }) => attempt));
  const last = Math.max(0, ...listed);
  const missing = Array.from({ length: last }, (_unused, index) => index + 1).filter(
    (one) => !listed.has(one),
  );
  if (missing.length === 0) return null;
  const were = missing.length === 1 ? 'was no try' : 'were no tries';
  return `${missing.join(', ')} ${were}: it waited or was handed back, or a newer request of its key took it over and let it run at once`;
};

/** What went wrong before: the last failure is told as the task's own. */
const attemptLines = ({ attempts, status }: Task, now: Date): readonly string[] => [
  ...attempts.flatMap((one, index) => fact(index === 0 ? 'starts' : '', attemptLine(one, now))),
  ...fact('', missingStarts(attempts)),
  // What came right in the end is no failure of any kind.
  ...fact('fingerprint', status === 'completed' ? null : (attempts.at(-1)?.fingerprint ?? null)),
];

const stepLine = ({ name, attempt, doneAt }: TaskStep, now: Date): string =>
  `${name}, done ${describeMoment(doneAt, now)} at start ${attempt}`;

/** `intended` is told as what it means: nobody knows yet. */
const effectLine = (effect: TaskEffect, now: Date): string => {
  const { name, vendor, status, attempt, error, key } = effect;
  const what = status === 'intended' ? 'begun, its outcome is not known' : status;
  const why = error === null ? '' : `, ${error.code}: ${error.message}`;
  const when = describeMoment(effect.finishedAt ?? effect.intendedAt, now);
  return `${vendor} ${name}: ${what} ${when} at start ${attempt}${why} (key ${key})`;
};

/** What it has done for good; the results are in the JSON. */
const traceLines = ({ steps, effects }: Task, now: Date): readonly string[] => [
  ...steps.flatMap((one, index) => fact(index === 0 ? 'steps' : '', stepLine(one, now))),
  ...effects.flatMap((one, index) => fact(index === 0 ? 'effects' : '', effectLine(one, now))),
];

/** One task, whole, in lines for a person. */
export const toTaskDetails = (task: Task, now: Date): readonly string[] => [
  ...fact('task', task.id),
  ...fact('work', `${task.agent} ${task.type}`),
  ...fact('status', `${task.status}, ${task.attempt} of ${counted(task.maxAttempts, 'try', 'tries')}`),
  ...fact('asked by', task.origin),
  ...fact('caused by', task.causedBy),
  ...fact('message', task.messageId),
  ...fact('key', task.key),
  ...fact('priority', String(task.priority)),
  ...fact('progress', describeProgress(task.progress)),
  ...moment('created', task.createdAt, now),
  ...(task.status === 'pending' ? moment('runs', task.runAt, now) : []),
  ...moment('started', task.startedAt, now),
  ...moment('finished', task.finishedAt, now),
  ...waitOf(task, now),
  ...moment('to stop', task.cancelRequestedAt, now),
  ...block('payload', task.payload),
  ...traceLines(task, now),
  ...(task.status === 'completed' ? block('result', task.result) : []),
  ...(task.error === null ? [] : fact('error', `${task.error.code}: ${task.error.message}`)),
  ...block('', task.error?.details ?? null),
  ...attemptLines(task, now),
];
