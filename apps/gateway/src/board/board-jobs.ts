import { idSchema, type Contract } from '@sherpa/core';
import { taskIdsOf, type Queue } from '@sherpa/queue';

type BullQueue = ReturnType<Queue['boardQueue']>;
type BullState = Parameters<BullQueue['getJobs']>[0];

/** A job as the board's buttons see it. */
export interface BoardJob {
  readonly id: string;
  readonly agent: string;
  /** The tasks it points at; undefined for one that somebody added and no worker has adopted. */
  readonly taskIds: readonly string[] | undefined;
  state(): Promise<string>;
  retry(): Promise<void>;
}

/** Where the jobs of a button's queue are. */
export type LiveState = 'waiting' | 'prioritized' | 'delayed';

/** The jobs behind the board. Queues go by the names that the board gives them. */
export interface BoardJobs {
  /** The agent of that queue, or undefined where the board has none of that name. */
  agentOf(queueName: string): string | undefined;
  find(queueName: string, jobId: string): Promise<BoardJob | undefined>;
  /** Some jobs in that state, from that place on. */
  page(queueName: string, state: LiveState | 'failed', from: number): Promise<readonly BoardJob[]>;
}

/** Jobs read, moved and answered for at a time. */
export const BOARD_PAGE = 500;

const isId = (id: string): boolean => idSchema.safeParse(id).success;

type BullJob = NonNullable<Awaited<ReturnType<BullQueue['getJob']>>>;

const toBoardJob = (agent: string, job: BullJob): BoardJob => ({
  id: job.id ?? '',
  agent,
  taskIds: taskIdsOf(job.data)?.filter(isId),
  state: () => job.getState(),
  retry: () => job.retry('failed'),
});

/** The jobs of these contracts' queues. */
export const makeBoardJobs = (
  queue: Pick<Queue, 'boardQueue'>,
  contracts: readonly Contract[],
): BoardJobs => {
  const agents = new Map(contracts.map(({ agent }) => [queue.boardQueue(agent).name, agent]));
  const states: Readonly<Record<LiveState | 'failed', BullState>> = {
    // What waits without a priority has a list of its own.
    waiting: ['waiting'],
    prioritized: ['prioritized'],
    delayed: ['delayed'],
    failed: ['failed'],
  };
  return {
    agentOf: (queueName) => agents.get(queueName),
    find: async (queueName, jobId) => {
      const agent = agents.get(queueName);
      const job = agent === undefined ? undefined : await queue.boardQueue(agent).getJob(jobId);
      return agent === undefined || job === undefined ? undefined : toBoardJob(agent, job);
    },
    page: async (queueName, state, from) => {
      const agent = agents.get(queueName);
      if (agent === undefined) return [];
      const jobs: readonly (BullJob | undefined)[] = await queue
        .boardQueue(agent)
        .getJobs(states[state], from, from + BOARD_PAGE - 1);
      // One that has gone since its id was read leaves a gap.
      return jobs.flatMap((job) => (job === undefined ? [] : [toBoardJob(agent, job)]));
    },
  };
};
