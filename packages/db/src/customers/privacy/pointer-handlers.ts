import { sql } from 'kysely';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import { namesThem } from './names-them.ts';
import { idsOf, withoutPointers } from './pointer-sql.ts';
import type { ForgottenPerson, PrivacyHandler } from './privacy-handler.ts';

/** Columns in which an id may stand: of JSON, and of text. */
interface Columns {
  readonly json?: readonly string[];
  readonly text?: readonly string[];
}

/** One statement: only rows that hold one of the ids are looked at, and only those that point are written. */
const replace = async (
  tx: Db,
  place: string,
  { json = [], text = [] }: Columns,
  { tenantId, pseudonyms }: ForgottenPerson,
): Promise<number> => {
  if (pseudonyms.size === 0) return 0;
  const columns = [
    ...json.map((name) => ({ name, isJson: true })),
    ...text.map((name) => ({ name, isJson: false })),
  ].map(({ name, isJson }) => {
    const column = sql.ref(name);
    const became = withoutPointers(sql`${column}::text`, pseudonyms);
    return { column, became: isJson ? sql`(${became})::jsonb` : became };
  });
  const all = sql.join(
    columns.map(({ column }) => sql`coalesce(${column}::text, '')`),
    sql` || ' ' || `,
  );
  const { rows } = await sql`
    update ${sql.table(place)}
    set ${sql.join(columns.map(({ column, became }) => sql`${column} = ${became}`))}
    where tenant_id = ${tenantId} and ${namesThem(all, idsOf(pseudonyms))}
      and (${sql.join(
        columns.map(({ column, became }) => sql`${column} is distinct from ${became}`),
        sql` or `,
      )}) returning 1`.execute(tx);
  return rows.length;
};

const table = (place: string, columns: Columns): PrivacyHandler => ({
  place,
  forget: async (tx, person) => ({ rows: await replace(tx, place, columns, person) }),
});

const toObjects = (pseudonyms: ReadonlyMap<string, string>): string =>
  toJsonb(
    [...pseudonyms].map(([node, pseudonym]) => {
      const [system, type, ...id] = node.split(':');
      return { system, type, id: id.join(':'), pseudonym };
    }),
  );

/** The object that a row is of, or was merged into. */
const own = (place: string, columns: { system: string; type: string; id: string }): PrivacyHandler => ({
  place,
  forget: async (tx, { tenantId, pseudonyms }) => {
    await sql`
      update ${sql.table(place)} as r set ${sql.ref(columns.id)} = x.pseudonym
      from jsonb_to_recordset(${toObjects(pseudonyms)}::jsonb) as x(system text, type text, id text, pseudonym text)
      where r.tenant_id = ${tenantId} and ${sql.ref(`r.${columns.system}`)} = x.system and ${sql.ref(`r.${columns.type}`)} = x.type
        and ${sql.ref(`r.${columns.id}`)} = x.id`.execute(tx);
    // Counted where they were emptied.
    return { rows: 0 };
  },
});

const mirrored = { system: 'system', type: 'object_type' };

/**
 * What points at the person, once what names them is gone: bills and what was done about them stay for the
 * books, and say whose they were only to whoever has the tenant's salt and the id. Live tasks too: what they
 * would do is nobody's any more.
 */
export const pointerHandlers: readonly PrivacyHandler[] = [
  own('source_records', { ...mirrored, id: 'external_id' }),
  own('source_records', { ...mirrored, id: 'merged_into' }),
  own('webhook_deliveries', { system: 'vendor', type: 'object_type', id: 'object_id' }),
  table('source_records', { json: ['payload'] }),
  table('webhook_deliveries', { json: ['payload', 'other_objects'] }),
  table('agent_tasks', {
    json: ['payload', 'result', 'error', 'progress'],
    text: ['key', 'concurrency_key'],
  }),
  table('agent_task_keys', { text: ['key'] }),
  table('agent_turns', { text: ['key'] }),
  table('agent_messages', { json: ['payload'] }),
  table('agent_attempts', { json: ['error'] }),
  table('agent_steps', { json: ['result'], text: ['name'] }),
  table('agent_effects', { json: ['intent', 'outcome', 'error'], text: ['name', 'key', 'object_id'] }),
  table('agent_state', { json: ['value'], text: ['key'] }),
  table('agent_signals', { json: ['payload'], text: ['name'] }),
  table('agent_waits', { json: ['detail'], text: ['name', 'signal'] }),
  table('agent_approvals', { json: ['detail'], text: ['title', 'name'] }),
  table('agent_events', { json: ['data'] }),
  table('workflow_cases', { json: ['subject', 'refs'], text: ['key', 'reason'] }),
  table('logs', { json: ['context'], text: ['message'] }),
  table('customer_changes', { json: ['changes', 'cause'] }),
  table('identity_events', { json: ['cause', 'inverse'] }),
  table('sync_quarantine', { json: ['details'] }),
];
