export type { Consumer, ConsumeOptions } from './consumer/consumer.ts';
export { done, type JobOutcome } from './consumer/job-outcome.ts';
export { taskIdsOf, type JobProgress, type PickedJob } from './consumer/picked-job.ts';
export { makeQueue, type QueueSettings } from './make-queue.ts';
export { queueKind, type QueueKind } from './queue-kind.ts';
export type { JobCounts, JobEntry } from './producer/job-entry.ts';
export { priorityOf } from './producer/to-bull-job.ts';
export type { Queue } from './queue.ts';
export type { QueueStore, StoreSign } from './queue-store.ts';
