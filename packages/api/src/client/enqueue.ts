import {
  IntegrationError,
  type Contract,
  type PayloadInput,
  type ResultOf,
  type TaskName,
} from '@sherpa/core';
import { enqueueTask, enqueueTasks, MAX_BULK_TASKS, type Enqueued, type NewTask } from '../tasks/enqueue.ts';
import type { Call } from './call.ts';
import { failureOf, waitForTask, type WaitOptions } from './wait.ts';

/** How to treat a task. */
export interface EnqueueOptions {
  /** While held, a second task of the same key is not made. */
  readonly key?: string;
  /** 0 first, larger later. Default the contract's. */
  readonly priority?: number;
  readonly delayMs?: number;
  readonly onDuplicate?: 'drop' | 'replace' | 'debounce';
  readonly concurrencyKey?: string;
}

/** One of many tasks of the same type. */
export interface EnqueueEntry<C extends Contract, N extends TaskName<C>> extends EnqueueOptions {
  readonly payload: PayloadInput<C, N>;
}

/** The part of a client that puts work into the fleet, typed by an agent's contract. */
export interface Enqueue {
  /** Enqueues one task. */
  enqueue<C extends Contract, N extends TaskName<C>>(
    contract: C,
    type: N,
    payload: PayloadInput<C, N>,
    options?: EnqueueOptions,
  ): Promise<Enqueued>;
  /** Enqueues many; every 1,000 of them are one request, which is taken whole or not at all. */
  enqueueMany<C extends Contract, N extends TaskName<C>>(
    contract: C,
    type: N,
    entries: readonly EnqueueEntry<C, N>[],
  ): Promise<readonly Enqueued[]>;
  /** Enqueues one task and gives its result; throws what the task failed with. */
  enqueueAndWait<C extends Contract, N extends TaskName<C>>(
    contract: C,
    type: N,
    payload: PayloadInput<C, N>,
    options?: EnqueueOptions & WaitOptions,
  ): Promise<ResultOf<C, N>>;
}

const fits = <C extends Contract, N extends TaskName<C>>(
  contract: C,
  type: N,
  result: unknown,
): result is ResultOf<C, N> => contract.tasks[type]?.result.safeParse(result).success ?? false;

/** Many new tasks, of any agents, in as many requests as their number asks for. */
export const enqueueInBulk = async (call: Call, tasks: readonly NewTask[]): Promise<readonly Enqueued[]> => {
  const enqueued: Enqueued[] = [];
  for (let start = 0; start < tasks.length; start += MAX_BULK_TASKS) {
    const some = tasks.slice(start, start + MAX_BULK_TASKS);
    // One after the other: the order of the tasks is the order in which they come to be.
    const answer = await call(enqueueTasks, { body: { tasks: some } });
    enqueued.push(...answer.tasks);
  }
  return enqueued;
};

/** Makes the typed part of a client on top of its one way to ask. */
export const makeEnqueue = (call: Call): Enqueue => ({
  enqueue: (contract, type, payload, options = {}) =>
    call(enqueueTask, { body: { ...options, agent: contract.agent, type, payload } }),
  enqueueMany: (contract, type, entries) =>
    enqueueInBulk(
      call,
      entries.map((entry) => ({ ...entry, agent: contract.agent, type })),
    ),
  enqueueAndWait: async (contract, type, payload, { timeoutMs, ...options } = {}) => {
    const { id } = await call(enqueueTask, { body: { ...options, agent: contract.agent, type, payload } });
    const task = await waitForTask(call, id, timeoutMs === undefined ? {} : { timeoutMs });
    if (task.status !== 'completed') throw failureOf(task);
    if (fits(contract, type, task.result)) return task.result;
    throw new IntegrationError('The result does not fit the contract.', {
      code: 'integration_bad_answer',
      retry: 'never',
      details: { taskId: id, agent: contract.agent, type },
    });
  },
});
