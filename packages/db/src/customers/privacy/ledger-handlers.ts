import { sql } from 'kysely';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import { cancelTask } from '../../tasks/move-task.ts';
import { namesThem } from './names-them.ts';
import { webhookPrivacy } from '../../webhooks/forget-person.ts';
import type { Forgotten, ForgottenPerson, PrivacyHandler } from './privacy-handler.ts';

const FORGOTTEN = toJsonb({ forgotten: true });
const FORGOTTEN_ERROR = toJsonb({ code: 'internal', message: 'What went wrong was forgotten.', details: {} });

/** Column of JSON that may name somebody: what stands there when it did. */
const wipe = async (
  tx: Db,
  place: string,
  columns: Readonly<Record<string, string>>,
  { tenantId, texts }: ForgottenPerson,
): Promise<number> => {
  const names = Object.keys(columns);
  const all = sql.join(
    names.map((name) => sql`coalesce(${sql.ref(name)}::text, '')`),
    sql` || ' ' || `,
  );
  const sets = sql.join(
    Object.entries(columns).map(
      ([name, value]) => sql`${sql.ref(name)} = case when ${sql.ref(name)} is null then null
        when ${namesThem(sql`${sql.ref(name)}::text`, texts)} then ${value}::jsonb else ${sql.ref(name)} end`,
    ),
  );
  const { rows } = await sql`
    update ${sql.table(place)} set ${sets} where tenant_id = ${tenantId} and ${namesThem(all, texts)}
    returning 1`.execute(tx);
  return rows.length;
};

const table = (place: string, columns: Readonly<Record<string, string>>): PrivacyHandler => ({
  place,
  forget: async (tx, person): Promise<Forgotten> => ({ rows: await wipe(tx, place, columns, person) }),
});

/** Tasks that name the person: what still waits is not done, what was done keeps that it was. */
const tasks: PrivacyHandler = {
  place: 'agent_tasks',
  forget: async (tx, person) => {
    const { tenantId, texts } = person;
    const all = sql`coalesce(payload::text, '') || ' ' || coalesce(result::text, '') || ' ' ||
      coalesce(error::text, '') || ' ' || coalesce(progress::text, '') || ' ' || coalesce(key, '') || ' ' ||
      coalesce(concurrency_key, '')`;
    const { rows } = await sql<{ id: string; agent: string }>`
      select id, agent from agent_tasks where tenant_id = ${tenantId} and ${namesThem(all, texts)}`.execute(
      tx,
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return { rows: 0 };
    // Those that live are cancelled first, as a person would: what waits for them goes on.
    for (const id of ids) await cancelTask(tx, id);
    await sql`
      update agent_tasks set payload = ${FORGOTTEN}::jsonb, result = case when result is null then null else ${FORGOTTEN}::jsonb end,
        error = case when error is null then null else ${FORGOTTEN_ERROR}::jsonb end, progress = null, key = null,
        concurrency_key = null
      where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from agent_task_keys where task_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from agent_turns where task_id = any(${ids}::uuid[])`.execute(tx);
    return { rows: ids.length, jobs: rows.map(({ id, agent }) => ({ agent, taskId: id })) };
  },
};

const logs: PrivacyHandler = {
  place: 'logs',
  forget: async (tx, { tenantId, texts }) => {
    const { rows } = await sql`
      delete from logs where tenant_id = ${tenantId} and ${namesThem(sql`message || ' ' || context::text`, texts)}
      returning 1`.execute(tx);
    return { rows: rows.length };
  },
};

const events: PrivacyHandler = {
  place: 'agent_events',
  forget: async (tx, { tenantId, texts, customerIds }) => {
    const { rows } = await sql`
      delete from agent_events where tenant_id = ${tenantId}
        and (${namesThem(sql`data::text`, texts)} or data ->> 'customerId' = any(${customerIds}::text[]))
      returning 1`.execute(tx);
    return { rows: rows.length };
  },
};

/** Pages about the person go; one that only mentions them is for people to rewrite, at its source. */
const knowledge: PrivacyHandler = {
  place: 'knowledge_base',
  forget: async (tx, { tenantId, nodes, texts }) => {
    const pages = nodes.flatMap((node) => (node.startsWith('notion:') ? [node.split(':').at(-1) ?? ''] : []));
    const { rows } = await sql`
      delete from knowledge_base where tenant_id = ${tenantId} and (source = 'notion' and external_id = any(${pages}::text[])
        or ${namesThem(sql`title || ' ' || content || ' ' || array_to_string(tags, ' ')`, texts)})
      returning 1`.execute(tx);
    return { rows: rows.length };
  },
};

/** Whatever agents have written down. */
export const ledgerHandlers: readonly PrivacyHandler[] = [
  tasks,
  table('agent_messages', { payload: FORGOTTEN }),
  table('agent_attempts', { error: FORGOTTEN_ERROR }),
  table('agent_steps', { result: FORGOTTEN }),
  table('agent_effects', { intent: FORGOTTEN, outcome: FORGOTTEN, error: FORGOTTEN_ERROR }),
  table('agent_state', { value: FORGOTTEN }),
  table('agent_signals', { payload: FORGOTTEN }),
  table('agent_waits', { detail: FORGOTTEN }),
  table('agent_approvals', { detail: FORGOTTEN }),
  events,
  logs,
  knowledge,
  webhookPrivacy,
];
