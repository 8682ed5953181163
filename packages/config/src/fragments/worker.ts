import { defineFragment } from '../fragment.ts';
import { wholeNumber } from '../variables.ts';

/** How much a worker takes on at a time and how long its word holds. */
export const workerConfig = defineFragment({
  variables: {
    WORKER_CONCURRENCY: wholeNumber(1, 1_000).optional(),
    WORKER_LEASE_MS: wholeNumber(1_000, 3_600_000).default(15_000),
  },
  hints: {
    WORKER_CONCURRENCY: { set: 'the tasks one process runs at the same time', example: '10' },
    WORKER_LEASE_MS: {
      set: 'the milliseconds after which a silent worker counts as dead',
      example: '15000',
    },
  },
  toConfig: (values) => ({
    leaseMs: values.WORKER_LEASE_MS,
    ...(values.WORKER_CONCURRENCY === undefined ? {} : { concurrency: values.WORKER_CONCURRENCY }),
  }),
});
