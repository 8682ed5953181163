import { agentHealth, listStreams, listTasks } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
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

/** Whether the agents that run here have nothing left; what the schedules ask of the others nobody does. */
const isIdle = async ({ database }: Ground): Promise<boolean> => {
  const agents = await database.db.withTenant(database.tenantId, (tx) =>
    agentHealth(tx, ['sales', 'billing']),
  );
  return agents.every(({ pending, running }) => pending + running === 0);
};

/** What a first sync went through. */
export interface KilledSync {
  readonly kills: number;
}

/**
 * Runs a conductor and the agents until everything is read and done. The sales worker is killed each time it
 * has read so many contacts more, and started again.
 */
export const syncWhileKilling = async (
  place: Place,
  ground: Ground,
  { everyRows, withinMs }: { readonly everyRows: number; readonly withinMs: number },
): Promise<KilledSync> => {
  const others = [place.start('conductor', []), place.start('worker', ['--agent', 'billing'])];
  let sales = place.start('worker', ['--agent', 'sales']);
  let [kills, rows] = [0, 0];
  for (;;) {
    const before = rows;
    const seen = await until(
      'the sync goes on',
      async () => {
        const now = await rowsSoFar(ground);
        return now === undefined ? 'read' : now >= before + everyRows && now;
      },
      withinMs,
    );
    if (seen === 'read') break;
    rows = seen;
    sales.send('SIGKILL');
    await sales.ended();
    kills += 1;
    sales = place.start('worker', ['--agent', 'sales']);
  }
  await until('nothing is left to do', () => isIdle(ground), withinMs);
  for (const program of [...others, sales]) program.send('SIGTERM');
  for (const program of [...others, sales]) await program.ended();
  return { kills };
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

/** Tasks that were given up, by their types: a death is no reason to, where the work goes on. */
export const givenUp = async ({ database }: Ground): Promise<string[]> => {
  const failed = await database.db.withTenant(database.tenantId, (tx) =>
    listTasks(tx, { status: 'failed', limit: 10 }),
  );
  return failed.map(({ type, error }) => `${type}: ${error?.message ?? ''}`);
};

/** Contacts that are there in the mirror and no customers, or the other way round. */
export const strayContacts = async ({ database }: Ground): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select external_id from source_records where object_type = 'contact' and delete_reason is null
    ) r full join (
      select external_id from customer_sources where object_type = 'contact' and not deleted
    ) s using (external_id) where r is null or s is null`.execute(database.db.engine);
  return rows[0]?.n ?? 0;
};
