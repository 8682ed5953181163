import { setTimeout as sleep } from 'node:timers/promises';
import { AgentError, DatabaseError, type RetryPolicy } from '@sherpa/core';
import type { Finish, FinishAnswer, Task } from '@sherpa/db';
import type { Commit, End } from './commit-ends.ts';
import { finishOf } from './finish-of.ts';
import { toFailure } from './outcome.ts';

export interface RecordDeps {
  /** Commits one end, together with those of its neighbours. */
  readonly commit: Commit;
  readonly random: () => number;
  readonly policy: RetryPolicy;
}

/** What was recorded, or that somebody else holds the task by now. */
export type Recorded =
  | {
      readonly kind: 'recorded';
      readonly finish: Finish;
    }
  | { readonly kind: 'fenced' };

/** 0.5 + 1 + 2 + 4 s: shorter than a lease, which the heartbeat cannot prolong either while Postgres is away. */
const RESTS_MS = [500, 1_000, 2_000, 4_000];

/** One of those that collide has won already; the others only have to come one after the other. */
const CONFLICT_REST_MS = 100;

const isAway = (answer: FinishAnswer): boolean =>
  answer.kind === 'error' &&
  answer.error instanceof DatabaseError &&
  answer.error.code === 'database_unavailable';

/** A wait may bring tasks and questions along, which the database may refuse as it may a result. */
const isSuccess = ({ outcome }: Finish): boolean =>
  outcome.status === 'completed' || outcome.status === 'waiting';

const commitPatiently = async (commit: Commit, end: End, first: FinishAnswer): Promise<FinishAnswer> => {
  let answer = first;
  for (const restMs of RESTS_MS) {
    if (!isAway(answer)) return answer;
    await sleep(restMs);
    answer = await commit(end);
  }
  return answer;
};

/**
 * Records how an attempt ended whose first try to do so came to `first`. A success that cannot be kept
 * (another task changed the same state, or the database refuses what it wrote) is recorded as a failed
 * attempt instead. Throws `DatabaseError` if Postgres stays away; the lease then runs out and the task is
 * done again.
 */
export const recordFinish = async (
  deps: RecordDeps,
  task: Task,
  end: End,
  first: FinishAnswer,
): Promise<Recorded> => {
  const { finish } = end;
  const answer = await commitPatiently(deps.commit, end, first);
  switch (answer.kind) {
    case 'committed':
      return { kind: 'recorded', finish };
    case 'fenced':
      return { kind: 'fenced' };
    case 'state_conflict':
    case 'error': {
      if (!isSuccess(finish) || isAway(answer)) {
        throw answer.kind === 'error' ? answer.error : new AgentError('A failed attempt cannot be recorded.');
      }
      const why =
        answer.kind === 'error'
          ? answer.error
          : new AgentError('Another task changed the same state first.', {
              code: 'conflict',
              retry: { afterMs: CONFLICT_REST_MS, counted: false },
            });
      const failed = finishOf({ ...finish, task }, toFailure(task, deps.policy, why, deps.random));
      const next = { finish: failed, completion: undefined };
      return recordFinish(deps, task, next, await deps.commit(next));
    }
  }
};
