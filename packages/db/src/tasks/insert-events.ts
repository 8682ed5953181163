import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { Finish } from './finish.ts';

const toInput = (finishes: readonly Finish[]): string =>
  toJsonb(
    finishes.flatMap((finish) =>
      finish.events.map((event) => ({
        id: event.id,
        tenant_id: finish.tenantId,
        agent: finish.agent,
        type: event.type,
        task_id: finish.id,
        data: event.data,
      })),
    ),
  );

/** Appends what the attempts had to tell. */
export const insertEvents = async (tx: Db, finishes: readonly Finish[]): Promise<void> => {
  if (finishes.every((finish) => finish.events.length === 0)) return;
  await sql`
    insert into agent_events (id, tenant_id, agent, type, task_id, data)
    select * from jsonb_to_recordset(${toInput(finishes)}::jsonb)
      as x(id uuid, tenant_id uuid, agent text, type text, task_id uuid, data jsonb)`.execute(tx);
};
