import type { JobOutcome, PickedJob } from '@sherpa/queue';
import { makeDispatcher, type Dispatcher } from '../enqueue/dispatcher.ts';
import type { Attempt } from './attempt.ts';
import { makeClaims } from './claims.ts';
import { makeCommit } from './commit-ends.ts';
import { makeHold } from './hold-attempt.ts';
import { makeProcessJob } from './process-job.ts';
import { makeProgressMirror } from './progress-mirror.ts';
import { makeRunTask } from './run-task.ts';
import type { RunnerDeps } from './runner-deps.ts';
import { makeSlots } from './slots.ts';
import { watchAttempts } from './watch-attempts.ts';

/** What turns jobs into recorded ends, for one process. */
export interface Engine {
  handle(job: PickedJob): Promise<JobOutcome>;
  /** The attempts that run now, by task id. */
  readonly running: ReadonlyMap<string, Attempt>;
  /** Writes down that an attempt runs here; false where somebody else has its task by now. */
  hold(attempt: Attempt): Promise<boolean>;
  readonly dispatcher: Dispatcher;
  /** Begins nothing any more. */
  drain(): void;
  /** Ends its timers; resolves when all that it owed the queue is there. */
  stop(): Promise<void>;
}

export const makeEngine = (deps: RunnerDeps, workerId: string): Engine => {
  const { agent, db, leaseMs } = deps;
  const running = new Map<string, Attempt>();
  let isStopping = false;
  const dispatcher = makeDispatcher(deps);
  const hold = makeHold({ ...deps, workerId });
  const watch = watchAttempts({ running, hold });
  const mirror = makeProgressMirror();
  const runTask = makeRunTask({
    ...deps,
    workerId,
    hold,
    running,
    random: deps.random ?? Math.random,
    commit: makeCommit({ db, workerId, dispatcher }),
    slots: makeSlots(deps.concurrency),
    watch,
    mirror,
    isStopping: () => isStopping,
  });
  const claims = makeClaims({ db, agent: agent.contract.agent, workerId, leaseMs });
  return {
    handle: makeProcessJob({ ...deps, claims, runTask }),
    running,
    hold,
    dispatcher,
    drain: () => {
      isStopping = true;
    },
    stop: async () => {
      watch.stop();
      mirror.stop();
      await dispatcher.settled();
    },
  };
};
