import type { Runner } from '@sherpa/agent-kit';
import type { Database } from '@sherpa/db';

export interface ConsumingDeps {
  readonly db: Pick<Database, 'ping'>;
  readonly runner: Pick<Runner, 'isConsuming'>;
}

/**
 * Whether work given to this process would be done: both servers answer, and it takes jobs where there are
 * any, which being connected does not prove.
 */
export const isConsuming = async ({ db, runner }: ConsumingDeps): Promise<boolean> => {
  const [consuming] = await Promise.all([runner.isConsuming(), db.ping()]);
  return consuming;
};
