import type { Runner } from '@sherpa/agent-kit';
import type { Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';

export interface ConsumingDeps {
  readonly db: Pick<Database, 'ping'>;
  readonly queue: Pick<Queue, 'ping'>;
  readonly runner: Pick<Runner, 'isRunning'>;
}

/** Whether work given to this process would be done: it takes jobs, and both servers answer. */
export const isConsuming = async ({ db, queue, runner }: ConsumingDeps): Promise<boolean> => {
  if (!runner.isRunning()) return false;
  await Promise.all([db.ping(), queue.ping()]);
  return true;
};
