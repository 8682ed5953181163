import { newId, toAppError } from '@sherpa/core';
import { done, type JobOutcome, type PickedJob } from '@sherpa/queue';
import type { InHand } from './in-hand.ts';
import type { RunnerDeps } from './runner-deps.ts';

type SplitDeps = Pick<RunnerDeps, 'agent' | 'queue' | 'log'>;

/** How long the tasks of a pack may wait for their turn here before others are asked, in milliseconds. */
const PATIENCE_MS = 300;

/** What is handed on is divided among so many. */
const PARTS = 4;

const inParts = (ids: readonly string[]): (readonly string[])[] => {
  const size = Math.ceil(ids.length / PARTS);
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
};

const entryOf = ({ type, priority }: PickedJob, ids: readonly string[]) => {
  const [only] = ids;
  const id = only !== undefined && ids.length === 1 ? only : `pack-${newId()}`;
  return { id, taskIds: ids, type, priority, delayMs: 0 };
};

/**
 * Gives every task of a pack a job of its own: one of them may have been the end of the worker that had
 * the pack before, and the others should not be counted in with it again.
 */
export const splitPack = async (
  { agent, queue }: SplitDeps,
  job: PickedJob,
  ids: readonly string[],
): Promise<JobOutcome> => {
  // What a task had for a job of its own before may be kept there, ended; it makes way.
  await queue.ensure(
    agent.contract.agent,
    ids.map((id) => entryOf(job, [id])),
  );
  return done;
};

/** The tasks of a pack that have not begun yet. */
export interface PackRest {
  /** Asked when a task's turn has come; false if it was handed on before. */
  begin(id: string): boolean;
  stop(): void;
}

/**
 * Watches the tasks of a pack that wait for their turn. Those that have waited too long go back into the
 * queue in smaller packs, so that a worker whose tasks are long shares them with those that are idle.
 */
export const handOnRest = (
  { agent, queue, log, inHand }: SplitDeps & { readonly inHand: Pick<InHand, 'leave'> },
  job: PickedJob,
  ids: readonly string[],
): PackRest => {
  const waiting = new Set(ids);

  const handOn = async (): Promise<void> => {
    const rest = [...waiting];
    if (rest.length === 0) return;
    try {
      await queue.ensure(
        agent.contract.agent,
        inParts(rest).map((part) => entryOf(job, part)),
      );
      // One that began meanwhile is found in hand, or running, by whoever gets its job.
      const handedOn = rest.filter((id) => waiting.delete(id));
      for (const id of handedOn) inHand.leave(id, job);
      job.release(handedOn.length);
    } catch (error) {
      log.warn('rest of a pack not handed on', {
        jobId: job.id,
        count: rest.length,
        error: toAppError(error),
      });
    }
  };

  const timer = setTimeout(() => void handOn(), PATIENCE_MS);
  return { begin: (id) => waiting.delete(id), stop: () => clearTimeout(timer) };
};
