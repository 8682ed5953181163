import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { AskedObject } from './find-asked.ts';

/** When and by which task the mirror was told of an object's present state. */
export interface MirroredSource extends AskedObject {
  readonly observedAt: Date;
  /** Null where the state was not written by a task, or before that was noted. */
  readonly writtenBy: string | null;
}

const columns = sql`r.system, r.object_type as "objectType", r.external_id as "externalId",
  r.observed_at as "observedAt", r.written_by as "writtenBy"`;

/** An object in the mirror: where two accounts have one of that id, the one that customers go by. */
export const findMirrored = async (
  tx: Db,
  { system, objectType, externalId }: AskedObject,
): Promise<MirroredSource | undefined> => {
  const { rows } = await sql<MirroredSource>`
    select ${columns} from source_records r
    where r.tenant_id = current_tenant() and r.system = ${system} and r.object_type = ${objectType}
      and r.external_id = ${externalId} order by r.quarantined is not null, r.connection_id limit 1`.execute(
    tx,
  );
  return rows[0];
};

const MOST_OBJECTS = 20;

/** Which objects of a customer a field is made of. */
export interface SourceKinds {
  readonly system: string;
  /** All of that system, where absent. */
  readonly objectTypes?: readonly string[] | undefined;
}

/** The objects of a customer in the mirror and what belongs to them, such as bills; those that were read last first. */
export const findMirroredOf = async (
  tx: Db,
  customerId: string,
  { system, objectTypes }: SourceKinds,
): Promise<MirroredSource[]> => {
  const { rows } = await sql<MirroredSource>`
    with own as materialized (
      select system, object_type, external_id, node from customer_sources
      where tenant_id = current_tenant() and (person_id = ${customerId}::uuid or account_id = ${customerId}::uuid)
    ), theirs as materialized (
      select system, object_type, external_id from own
      union
      select b.system, b.object_type, b.external_id from own cross join lateral (
        select * from customer_sources where tenant_id = current_tenant() and belongs_to = own.node offset 0) b
    )
    select ${columns} from theirs t join source_records r on r.tenant_id = current_tenant()
      and r.system = t.system and r.object_type = t.object_type and r.external_id = t.external_id
    where t.system = ${system}
      and (${objectTypes ?? null}::text[] is null or t.object_type = any(${objectTypes ?? null}::text[]))
    order by r.observed_at desc, r.external_id limit ${sql.lit(MOST_OBJECTS)}`.execute(tx);
  return rows;
};
