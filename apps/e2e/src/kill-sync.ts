import { listStreams } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { pidOf } from './fleet.ts';
import type { Ground } from './ground.ts';
import type { Place } from './place.ts';
import { until } from './until.ts';

/** How far the stream of contacts is; undefined once it was read whole. */
const rowsSoFar = async ({ database }: Ground): Promise<number | undefined> => {
  const streams = await database.db.withTenant(database.tenantId, listStreams);
  const contacts = streams.find(({ stream, lane }) => stream === 'contacts' && lane === 'sync');
  if (contacts === undefined) return 0;
  return contacts.freshAt === null ? (contacts.run?.rows ?? 0) : undefined;
};

/** Kills the sales worker each time it has read so many contacts more, until all are read; answers how often. */
export const killWhileReading = async (place: Place, ground: Ground, everyRows: number): Promise<number> => {
  let [kills, rows] = [0, 0];
  let pid = await pidOf(place, 'worker-sales');
  for (;;) {
    const before = rows;
    const now = await until('the sync goes on', async () => {
      const seen = await rowsSoFar(ground);
      return seen === undefined ? 'read' : seen >= before + everyRows && seen;
    });
    if (now === 'read') return kills;
    rows = now;
    process.kill(pid, 'SIGKILL');
    kills += 1;
    pid = await pidOf(place, 'worker-sales', pid);
  }
};

/** The contacts of the mirror: id, then what `CONTACT_TRUTH` names, in order of ids. */
export const mirroredContacts = async ({ database }: Ground): Promise<(string | null)[][]> => {
  const { rows } = await sql<{ all: (string | null)[] }>`
    select array[external_id, payload ->> 'email', payload ->> 'firstName', payload ->> 'lastName',
      payload ->> 'phone'] as all
    from source_records where object_type = 'contact' and delete_reason is null
    order by external_id::bigint`.execute(database.db.engine);
  return rows.map(({ all }) => all);
};

/** Contacts in the mirror that are no customers, and customers' contacts that are not in the mirror. */
export const strayContacts = async ({ database }: Ground): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select external_id from source_records where object_type = 'contact') r
    full join (select external_id from customer_sources where object_type = 'contact') s using (external_id)
    where r is null or s is null`.execute(database.db.engine);
  return rows[0]?.n ?? 0;
};
