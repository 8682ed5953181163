import type { Hot } from '../hot/hot-statements.ts';

const CLEAR = {
  name: 'clear-outbox',
  text: 'delete from agent_outbox where id = any($1::uuid[])',
} as const;

/** Says that the jobs of these rows are in the queue. */
export const clearOutbox = async (hot: Hot, outboxIds: readonly string[]): Promise<void> => {
  await hot.run(CLEAR, [outboxIds]);
};
