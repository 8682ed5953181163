import type { Client, Enqueued, NewTask, Task } from '@sherpa/api';
import { dryRunPlanSchema, ValidationError, type Json } from '@sherpa/core';
import { counted } from '../output/counted.ts';
import { problemsSchema } from '../input/problems-schema.ts';
import type { Terminal } from '../output/terminal.ts';
import { toPlanLines } from './plan-lines.ts';

/** One task to enqueue, and whether to wait for what comes of it. */
export interface OneTask {
  readonly task: NewTask;
  readonly wait: false | { readonly timeoutMs?: number };
  readonly json: boolean;
}

const tellFailure = (terminal: Terminal, task: Task): void => {
  const { error } = task;
  const why = error === null ? '' : `: ${error.code}, ${error.message}`;
  terminal.problem(
    `Task ${task.id} is ${task.status} after ${task.attempt} of ${counted(task.maxAttempts, 'try', 'tries')}${why}`,
  );
  terminal.problem(`Look closer with \`npx pnpm sherpa tasks show ${task.id}\`.`);
};

type ShowResult = (result: Json) => readonly string[];

const asJson: ShowResult = (result) => [JSON.stringify(result, null, 2)];

const tellEnd = (terminal: Terminal, task: Task, json: boolean, show: ShowResult = asJson): number => {
  if (json) terminal.json(task);
  if (task.status !== 'completed') {
    tellFailure(terminal, task);
    return 1;
  }
  if (!json) for (const line of show(task.result)) terminal.line(line);
  return 0;
};

/** The request is a list of one; its problems are those of the one. */
const enqueueAlone = async (client: Client, task: NewTask): Promise<readonly Enqueued[]> => {
  try {
    return await client.tasks.enqueue([task]);
  } catch (err) {
    if (!(err instanceof ValidationError)) throw err;
    const problems = problemsSchema
      .parse(err.details['problems'])
      .map(({ field, problem }) => ({ field: field.replace(/^tasks\.0\./u, ''), problem }));
    throw new ValidationError(err.message, { details: { ...err.details, problems }, cause: err });
  }
};

/** Enqueues one task; answers the exit code. */
export const enqueueOne = async (
  client: Client,
  { task, wait, json }: OneTask,
  terminal: Terminal,
): Promise<number> => {
  const [enqueued] = await enqueueAlone(client, task);
  if (enqueued === undefined) return 1;
  const { id, inserted } = enqueued;
  const held = `A live task holds the key already: ${id}`;
  if (wait === false) {
    if (json) terminal.json(enqueued);
    else terminal.line(inserted ? `Enqueued ${task.agent} ${task.type}: ${id}` : held);
    return 0;
  }
  if (!inserted) terminal.problem(`${held}; waiting for that one.`);
  return tellEnd(terminal, await client.tasks.wait(id, wait), json);
};

/** Has a task done without its consequences and prints what it would do; answers the exit code. */
export const runDry = async (
  client: Client,
  { task: { agent, type, payload }, wait, json }: OneTask,
  terminal: Terminal,
): Promise<number> => {
  const { id } = await client.tasks.dryRun({ agent, type, payload });
  const done = await client.tasks.wait(id, wait === false ? {} : wait);
  return tellEnd(terminal, done, json, (result) => toPlanLines(dryRunPlanSchema.parse(result)));
};
