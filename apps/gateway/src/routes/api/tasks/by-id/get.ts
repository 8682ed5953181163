import { setTimeout as sleep } from 'node:timers/promises';
import { routes } from '@sherpa/api';
import { isFinished, NotFoundError } from '@sherpa/core';
import { getTask, type Task } from '@sherpa/db';
import { defineHandler, type Caller } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { readWhole } from './whole-task.ts';

// A short task is told of soon; a long one costs a look by primary key a second.
const FIRST_LOOK_MS = 25;
const LAST_LOOK_MS = 1_000;

type ReadTask = () => Promise<Task>;

/** False when the caller left or the gateway stops before that time. */
const rests = async (restMs: number, signal: AbortSignal): Promise<boolean> => {
  try {
    await sleep(restMs, undefined, { signal });
    return true;
  } catch (err) {
    if (signal.aborted) return false;
    throw err;
  }
};

const readFinished = async (read: ReadTask, waitMs: number, { signal }: Caller): Promise<Task> => {
  const deadline = performance.now() + waitMs;
  for (let restMs = FIRST_LOOK_MS; ; restMs = Math.min(restMs * 2, LAST_LOOK_MS)) {
    const task = await read();
    const leftMs = deadline - performance.now();
    if (isFinished(task.status) || leftMs <= 0) return task;
    if (!(await rests(Math.min(restMs, leftMs), signal))) return task;
  }
};

export const getTaskById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showTask, async ({ params, query }, caller) => {
    const tenantId = await caller.tenantId();
    const read = async () => {
      const task = await db.withTenant(tenantId, (tx) => getTask(tx, params.id));
      if (task === undefined) throw new NotFoundError('There is no such task.');
      return task;
    };
    return readWhole(db, await readFinished(read, query.waitMs, caller));
  });
