import { AgentError, defaultRetryPolicy, findWork, toJson, type Work } from '@sherpa/core';
import { readState, type Database, type Finish, type Task } from '@sherpa/db';
import type { JobProgress } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { RunnableAgent } from '../agent/base-agent.ts';
import { makeState } from '../agent/state-access.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { cancelled, finishOf, toSuccess, type Left } from './finish-of.ts';
import { Interrupted, makeInterrupter, type Interruption } from './interruption.ts';
import { makeOutbox } from './outbox.ts';
import { toFailure } from './outcome.ts';

export interface AttemptDeps {
  readonly agent: RunnableAgent;
  readonly db: Database;
  readonly log: Logger;
  readonly workerId: string;
  /** [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Writes down that this attempt runs here; false if somebody else has the task by now. */
  readonly hold: (attempt: Attempt) => Promise<boolean>;
}

/** A claimed task and how it came. */
export interface Claimed {
  readonly task: Task;
  /** The claim was written down; else nobody knows of it yet but this process. */
  readonly isHeld: boolean;
  /** False for one of several tasks of a pack. */
  readonly hasOwnJob: boolean;
}

/** A task being worked on, as its surroundings see it. */
export interface Attempt extends Claimed {
  /** How long it has been running, in milliseconds. */
  ranMs(): number;
  /** Whether it has run for longer than its contract allows. */
  isOverdue(): boolean;
  /** Whether the ledger knows, or is being told, that it runs here. */
  isHeld: boolean;
  /** Ends it from outside; the first reason counts. */
  interrupt(reason: Interruption): void;
  progress(): JobProgress | null;
  /** What it leaves behind; undefined where that must be nothing (lease lost, handed back). Never rejects. */
  readonly finish: Promise<Finish | undefined>;
}

type Surroundings = Pick<TaskContext, 'signal' | 'progress'>;

/** The context of one task. What a small task does not use (logger, signal) is made on first use. */
const contextOf = (
  deps: AttemptDeps,
  { task, payload }: { readonly task: Task; readonly payload: unknown },
  parts: Pick<TaskContext, 'send' | 'enqueue' | 'emit' | 'state' | 'progress'> & {
    readonly signal: () => AbortSignal;
  },
): TaskContext => {
  let log: Logger | undefined;
  const { signal, ...rest } = parts;
  return {
    ...rest,
    contract: deps.agent.contract,
    task: { ...task, payload },
    get log() {
      log ??= deps.log.child({
        tenantId: task.tenantId,
        taskId: task.id,
        type: task.type,
        attempt: task.attempt,
      });
      return log;
    },
    get signal() {
      return signal();
    },
    withTenant: (rows) => deps.db.withTenant(task.tenantId, rows),
  };
};

/** Runs the agent's hooks for one task; throws what they throw. */
const work = async (
  deps: AttemptDeps,
  claimed: Claimed,
  kind: Work,
  around: Pick<Surroundings, 'progress'> & {
    readonly signal: () => AbortSignal;
    readonly ranMs: () => number;
  },
): Promise<Finish> => {
  const { agent, db } = deps;
  const { task } = claimed;
  const { tenantId } = task;
  const state = makeState(agent.contract, (key) =>
    db.withTenant(tenantId, (tx) => readState(tx, { tenantId, agent: task.agent, key })),
  );
  const { doors, ...left } = makeOutbox(agent.contract, task);
  const ctx = contextOf(
    deps,
    { task, payload: kind.parsePayload(task.payload) },
    { ...doors, state: state.access, progress: around.progress, signal: around.signal },
  );
  const result = await agent.runTask(ctx);
  const written: Left = { ...left, state: await state.changes() };
  return finishOf(
    { ...claimed, workerId: deps.workerId, ranMs: around.ranMs() },
    toSuccess(kind, result),
    written,
  );
};

const kindOf = (agent: RunnableAgent, task: Task): Work | undefined => {
  try {
    return findWork(agent.contract, task.type);
  } catch {
    // The attempt itself says so, as a failure of its own.
    return undefined;
  }
};

const tooLong = (kind: Work | undefined): AgentError =>
  new AgentError('The task ran longer than its contract allows.', {
    code: 'task_timeout',
    details: { timeoutMs: kind?.timeoutMs },
  });

/** Starts on a claimed task at once. */
export const startAttempt = (deps: AttemptDeps, claimed: Claimed): Attempt => {
  const { task } = claimed;
  const switchOff = makeInterrupter();
  const startedMs = performance.now();
  const kind = kindOf(deps.agent, task);
  const ranMs = (): number => performance.now() - startedMs;
  let progress: JobProgress | null = null;

  const end = (): Parameters<typeof finishOf>[0] => ({ ...claimed, workerId: deps.workerId, ranMs: ranMs() });

  const fail = (thrown: unknown): Finish =>
    finishOf(end(), toFailure(task, kind?.retry ?? defaultRetryPolicy, thrown, deps.random));

  const afterInterruption = (reason: Interruption): Finish | undefined => {
    switch (reason) {
      case 'cancelled':
        return finishOf(end(), cancelled);
      case 'timeout':
        return fail(tooLong(kind));
      case 'lease-lost':
      case 'drain':
      case 'over':
        return undefined;
    }
  };

  const run = async (): Promise<Finish | undefined> => {
    try {
      const around = {
        ranMs,
        signal: switchOff.signal,
        progress: (value: JobProgress) => {
          // It goes out with the heartbeat of all tasks, which one that is no JSON would stop.
          if (toJson(value) === undefined)
            throw new AgentError('The progress is not JSON.', { retry: 'never' });
          progress = value;
        },
      };
      return await switchOff.race(
        work(deps, claimed, kind ?? findWork(deps.agent.contract, task.type), around),
      );
    } catch (err) {
      return err instanceof Interrupted ? afterInterruption(err.reason) : fail(err);
    } finally {
      switchOff.interrupt('over');
    }
  };

  return {
    ...claimed,
    ranMs,
    isOverdue: () => kind !== undefined && ranMs() > kind.timeoutMs,
    interrupt: switchOff.interrupt,
    progress: () => progress,
    finish: run(),
  };
};
