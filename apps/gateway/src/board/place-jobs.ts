import { placeTasks, type Database, type Place, type StagedJobs } from '@sherpa/db';
import { priorityOf } from '@sherpa/queue';
import { z } from 'zod';
import { allowed, type BoardAnswer } from './board-answer.ts';
import { BOARD_PAGE, type BoardJob, type BoardJobs } from './board-jobs.ts';

export interface PlaceDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly jobs: BoardJobs;
  readonly dispatch: (staged: StagedJobs) => Promise<void>;
}

/** The ledger would send a job back that comes before its task's time, so the task is moved first. */
const placeJob = async ({ db, dispatch }: PlaceDeps, job: BoardJob, place: Place): Promise<BoardAnswer> => {
  await dispatch(await placeTasks(db.engine, job.taskIds ?? [], place));
  return allowed;
};

const atOnce: Place = { runAt: null };

/** Makes the tasks of a delayed job due. */
export const promoteJob = (deps: PlaceDeps, job: BoardJob): Promise<BoardAnswer> =>
  placeJob(deps, job, atOnce);

/** The same for every delayed job of a queue. */
export const promoteAll = async (deps: PlaceDeps, queueName: string): Promise<BoardAnswer> => {
  for (let from = 0; ; from += BOARD_PAGE) {
    const page = await deps.jobs.page(queueName, 'delayed', from);
    const ids = page.flatMap((job) => job.taskIds ?? []);
    await deps.dispatch(await placeTasks(deps.db.engine, ids, atOnce));
    if (page.length < BOARD_PAGE) return allowed;
  }
};

const delayBody = z.object({ runAt: z.number().min(0).max(4_102_444_800_000) });
const priorityBody = z.object({ priority: z.int().min(0).max(2_097_151) });

/** Gives a delayed job's tasks the time that the board was given; a body that is none is the board's to refuse. */
export const delayJob = async (deps: PlaceDeps, job: BoardJob, body: unknown): Promise<BoardAnswer> => {
  const wanted = delayBody.safeParse(body);
  const isDelayed = (await job.state()) === 'delayed';
  return wanted.success && isDelayed ? placeJob(deps, job, { runAt: new Date(wanted.data.runAt) }) : allowed;
};

/** Gives a job's tasks the priority that the board was given, which is BullMQ's: ours and a rank in one number. */
export const prioritizeJob = async (deps: PlaceDeps, job: BoardJob, body: unknown): Promise<BoardAnswer> => {
  const wanted = priorityBody.safeParse(body);
  return wanted.success ? placeJob(deps, job, { priority: priorityOf(wanted.data.priority) }) : allowed;
};
