import { AgentError, defaultRetryPolicy, findWork, toJson, type Work } from '@sherpa/core';
import { readState, type Database, type Finish, type Task } from '@sherpa/db';
import type { JobProgress } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { RunnableAgent } from '../agent/base-agent.ts';
import { makeState } from '../agent/state-access.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { cancelled, finishOf, toSuccess } from './finish-of.ts';
import { Interrupted, makeInterrupter, type Interruption } from './interruption.ts';
import { makeOutbox } from './outbox.ts';
import { toFailure } from './outcome.ts';

export interface AttemptDeps {
  readonly agent: RunnableAgent;
  readonly db: Database;
  readonly log: Logger;
  /** [0, 1), for the jitter of retries. */
  readonly random: () => number;
}

/** A task being worked on, as its surroundings see it. */
export interface Attempt {
  readonly task: Task;
  /** Ends it from outside; the first reason counts. */
  interrupt(reason: Interruption): void;
  progress(): JobProgress | null;
  /** What it leaves behind; undefined where that must be nothing (lease lost, handed back). Never rejects. */
  readonly finish: Promise<Finish | undefined>;
}

type Surroundings = Pick<TaskContext, 'signal' | 'progress'>;

/** Runs the agent's hooks for one task; throws what they throw. */
const work = async (deps: AttemptDeps, task: Task, kind: Work, around: Surroundings): Promise<Finish> => {
  const { agent, db } = deps;
  const { tenantId } = task;
  const state = makeState(agent.contract, (key) =>
    db.withTenant(tenantId, (tx) => readState(tx, { tenantId, agent: task.agent, key })),
  );
  const { doors, ...left } = makeOutbox(agent.contract, task);
  const ctx: TaskContext = {
    ...doors,
    ...around,
    contract: agent.contract,
    task: { ...task, payload: kind.parsePayload(task.payload) },
    state: state.access,
    log: deps.log.child({ tenantId, taskId: task.id, type: task.type, attempt: task.attempt }),
    withTenant: (rows) => db.withTenant(tenantId, rows),
  };
  const result = await agent.runTask(ctx);
  return finishOf(task, toSuccess(kind, result), { ...left, state: await state.changes() });
};

/** Starts on a claimed task at once. */
export const startAttempt = (deps: AttemptDeps, task: Task): Attempt => {
  const switchOff = makeInterrupter();
  let progress: JobProgress | null = null;
  let kind: Work | undefined;

  const fail = (thrown: unknown): Finish =>
    finishOf(task, toFailure(task, kind?.retry ?? defaultRetryPolicy, thrown, deps.random));

  const afterInterruption = (reason: Interruption): Finish | undefined => {
    switch (reason) {
      case 'cancelled':
        return finishOf(task, cancelled);
      case 'timeout':
        return fail(
          new AgentError('The task ran longer than its contract allows.', {
            code: 'task_timeout',
            details: { timeoutMs: kind?.timeoutMs },
          }),
        );
      case 'lease-lost':
      case 'drain':
      case 'over':
        return undefined;
    }
  };

  const run = async (): Promise<Finish | undefined> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      kind = findWork(deps.agent.contract, task.type);
      timer = setTimeout(() => switchOff.interrupt('timeout'), kind.timeoutMs);
      const around: Surroundings = {
        signal: switchOff.signal,
        progress: (value) => {
          // It goes out with the heartbeat of all tasks, which one that is no JSON would stop.
          if (toJson(value) === undefined)
            throw new AgentError('The progress is not JSON.', { retry: 'never' });
          progress = value;
        },
      };
      return await switchOff.race(work(deps, task, kind, around));
    } catch (err) {
      return err instanceof Interrupted ? afterInterruption(err.reason) : fail(err);
    } finally {
      clearTimeout(timer);
      switchOff.interrupt('over');
    }
  };

  return { task, interrupt: switchOff.interrupt, progress: () => progress, finish: run() };
};
