import { vendors, type Vendor } from '@sherpa/core';
import type { Database } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { expect } from 'vitest';
import type { Storm } from './webhook-storm.ts';

type Connections = Readonly<Record<Vendor, string>>;

/** How many events of each vendor are at each status. */
const countRows = async (db: Database, connections: Connections, status: string) => {
  const { rows } = await sql<{ connection_id: string; count: number }>`
    select connection_id, count(*) as count from webhook_deliveries where status = ${status} group by 1`.execute(
    db.engine,
  );
  const counts = new Map(rows.map((row) => [row.connection_id, row.count]));
  return Object.fromEntries(vendors.map((vendor) => [vendor, counts.get(connections[vendor]) ?? 0]));
};

/** Events that are to be acted on and that no task asks for, or that are there twice. */
const countLost = async (db: Database): Promise<{ lost: number; doubled: number }> => {
  const { rows } = await sql<{ lost: number; doubled: number }>`
    select
      count(*) filter (where d.status = 'received' and not coalesce(
        t.payload->'objects' @> jsonb_build_array(jsonb_build_object('type', d.object_type, 'id', d.object_id)), false)) as lost,
      count(*) - count(distinct (d.connection_id, d.payload)) as doubled
    from webhook_deliveries d left join agent_tasks t on t.id = d.task_id and t.type = 'objects.refresh'`.execute(
    db.engine,
  );
  return rows[0] ?? { lost: -1, doubled: -1 };
};

const only = (counts: Readonly<Record<Vendor, number>>, wanted: readonly Vendor[]) =>
  Object.fromEntries(vendors.map((vendor) => [vendor, wanted.includes(vendor) ? counts[vendor] : 0]));

/**
 * Says what is wrong with an inbox after a storm: nothing may be lost, nothing doubled. `kept` are the vendors
 * for which the fleet has an agent.
 */
export const checkInbox = async (
  db: Database,
  connections: Connections,
  storm: Storm,
  kept: readonly Vendor[] = vendors,
): Promise<void> => {
  const others = vendors.filter((vendor) => !kept.includes(vendor));
  expect(await countRows(db, connections, 'received')).toEqual(only(storm.received, kept));
  expect(await countRows(db, connections, 'echo')).toEqual(storm.echoes);
  expect(await countRows(db, connections, 'ignored')).toEqual(only(storm.received, others));
  expect(await countLost(db)).toEqual({ lost: 0, doubled: 0 });
};

/** What was refused, as `vendor reason`. */
export const readRefused = async (
  db: Database,
  connections: Connections,
): Promise<ReadonlyMap<string, number>> => {
  const names = new Map(vendors.map((vendor) => [connections[vendor], vendor]));
  const { rows } = await sql<{ connection_id: string; reason: string; count: number }>`
    select connection_id, reason, count from webhook_refusals`.execute(db.engine);
  return new Map(rows.map((row) => [`${names.get(row.connection_id) ?? ''} ${row.reason}`, row.count]));
};
