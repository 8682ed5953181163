const SCHEDULES = 'Schedules are kept in the ledger, not in the queue: change the agent’s contract.';
const LIMITS = 'A queue has no limit of its own: budgets limit the calls to each vendor.';

/** Buttons that mean nothing to the ledger, with what to do instead. */
export const refusals: Readonly<Record<string, string>> = {
  '/api/queues/:queueName/:jobId/update-data':
    'A job only points at its task. Cancel that and enqueue another.',
  '/api/queues/:queueName/obliterate':
    'The queue is an index of the ledger and would be built again. To be rid of its work, empty and clean it.',
  '/api/queues/:queueName/concurrency':
    'How many tasks run at a time is said by the agent’s contract, and by how many processes it has.',
  '/api/queues/:queueName/rate-limit': LIMITS,
  '/api/queues/:queueName/rate-limit/release': LIMITS,
  '/api/queues/:queueName/job-schedulers/:schedulerId/remove': SCHEDULES,
  '/api/queues/:queueName/job-schedulers/:schedulerId': SCHEDULES,
  '/api/queues/:queueName/job-schedulers/:schedulerId/run': SCHEDULES,
};
