import { sql } from 'kysely';
import { toJsonb } from '../../jsonb.ts';
import { purgeRecords } from '../../mirror/purge-records.ts';
import type { Db } from '../../schema/index.ts';
import type { SourceSystem } from '../customer-source.ts';
import { namesThem } from './names-them.ts';
import type { ForgottenPerson, PrivacyHandler } from './privacy-handler.ts';

interface NamedObject {
  readonly system: SourceSystem;
  readonly objectType: string;
  readonly externalId: string;
}

/** Objects that are the person. A bill or a company only names them: it stays, without the name. */
const PERSONAL: ReadonlySet<string> = new Set(['contact', 'customer', 'page']);

const systems = ['hubspot', 'stripe', 'notion'] as const;

const objectsOf = (nodes: readonly string[]): NamedObject[] =>
  nodes.flatMap((node): NamedObject[] => {
    const [name = '', objectType = '', ...id] = node.split(':');
    const system = systems.find((known) => known === name);
    return system === undefined ? [] : [{ system, objectType, externalId: id.join(':') }];
  });

const purgeOwn = async (tx: Db, { tenantId, nodes }: ForgottenPerson): Promise<number> => {
  const own = objectsOf(nodes).filter(({ objectType }) => PERSONAL.has(objectType));
  let purged = 0;
  for (const some of Map.groupBy(own, (one) => `${one.system}:${one.objectType}`).values()) {
    const [first] = some;
    if (first === undefined) continue;
    const { system, objectType } = first;
    const ids = some.map(({ externalId }) => externalId);
    purged += await purgeRecords(tx, { tenantId, system, objectType }, ids);
  }
  return purged;
};

/** Letters in a pattern as they stand in JSON. */
const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/**
 * Objects that only name the person. They keep the hash of what they said, so that the same is not written
 * again by the next audit.
 */
const redactOthers = async (tx: Db, { tenantId, texts }: ForgottenPerson): Promise<number> => {
  if (texts.length === 0) return 0;
  const pattern = texts
    .toSorted((one, other) => other.length - one.length)
    .map(escaped)
    .join('|');
  const { rows } = await sql`
    update source_records set payload = regexp_replace(payload::text, ${pattern}, '[erased]', 'gi')::jsonb
    where tenant_id = ${tenantId} and ${namesThem(sql`payload::text`, texts)} returning 1`.execute(tx);
  return rows.length;
};

const records: PrivacyHandler = {
  place: 'source_records',
  forget: async (tx, person) => ({ rows: (await purgeOwn(tx, person)) + (await redactOthers(tx, person)) }),
};

const quarantined: PrivacyHandler = {
  place: 'sync_quarantine',
  forget: async (tx, { tenantId, nodes, texts }) => {
    const objects = toJsonb(objectsOf(nodes));
    const { rows } = await sql`
      delete from sync_quarantine q where q.tenant_id = ${tenantId} and (
        ${namesThem(sql`q.external_id || ' ' || q.details::text`, texts)}
        or exists (select from jsonb_to_recordset(${objects}::jsonb) as x(system text, "objectType" text, "externalId" text)
          where x.system = q.system and x."objectType" = q.object_type and x."externalId" = q.external_id))
      returning 1`.execute(tx);
    return { rows: rows.length };
  },
};

/** What was read of the vendors, and what could not be. */
export const mirrorHandlers: readonly PrivacyHandler[] = [records, quarantined];
