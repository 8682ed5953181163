import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { Finish } from './finish.ts';

const toInput = (finishes: readonly Finish[], delivered: ReadonlySet<string>): string =>
  toJsonb(
    finishes.flatMap((finish) =>
      finish.messages
        .filter((message) => delivered.has(message.delivery.id))
        .map(({ id, delivery }) => ({
          id,
          tenant_id: finish.tenantId,
          from_agent: finish.agent,
          to_agent: delivery.agent,
          type: delivery.type,
          payload: delivery.payload,
          task_id: delivery.id,
          caused_by: delivery.causedBy ?? finish.id,
        })),
    ),
  );

/**
 * Writes down the messages of these attempts whose delivery (the receiver's task) was inserted. One
 * whose key is held says again what was said before: neither it nor its delivery is written.
 */
export const insertMessages = async (
  tx: Db,
  finishes: readonly Finish[],
  delivered: ReadonlySet<string>,
): Promise<void> => {
  if (finishes.every((finish) => finish.messages.length === 0)) return;
  await sql`
    insert into agent_messages (id, tenant_id, from_agent, to_agent, type, payload, task_id, caused_by)
    select * from jsonb_to_recordset(${toInput(finishes, delivered)}::jsonb) as i(id uuid, tenant_id uuid,
      from_agent text, to_agent text, type text, payload jsonb, task_id uuid, caused_by uuid)`.execute(tx);
};
