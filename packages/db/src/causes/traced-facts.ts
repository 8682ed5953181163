import { sql } from 'kysely';
import type { Vendor } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import type { EffectStatus } from '../schema/ledger.ts';
import type { ApprovalStatus } from '../waits/approval.ts';
import type { DeliveredObject } from '../webhooks/delivery.ts';

/** A write to a vendor: what and when, and nothing of what was written. */
export interface TracedEffect {
  readonly taskId: string;
  readonly name: string;
  readonly vendor: string;
  /** Such as `tasks.upsert`, where its intent says so. */
  readonly operation: string | null;
  readonly key: string;
  readonly status: EffectStatus;
  readonly attempt: number;
  /** The object that was written, as far as intent or outcome name it. */
  readonly objectId: string | null;
  readonly error: string | null;
  readonly begunAt: Date;
  readonly finishedAt: Date | null;
}

/** What a task waited for and got from outside. */
export interface TracedDecision {
  readonly taskId: string;
  readonly kind: 'approval' | 'signal';
  readonly name: string;
  /** Of a signal `sent`. */
  readonly status: ApprovalStatus | 'sent';
  /** Who decided; nobody knows who sent a signal. */
  readonly by: string | null;
  readonly askedAt: Date | null;
  readonly decidedAt: Date | null;
}

/** A vendor's event that a task sees to. */
export interface TracedDelivery {
  readonly taskId: string;
  readonly id: string;
  readonly vendor: Vendor;
  readonly type: string;
  readonly object: DeliveredObject | null;
  readonly occurredAt: Date | null;
  readonly receivedAt: Date;
}

/** Some of what there is of each task, and how much more there is of it. */
export interface Some<T> {
  readonly shown: readonly T[];
  readonly more: ReadonlyMap<string, number>;
}

const MOST_OF_EACH = 20;

/** A step of an agent's own may be called as a wait is. */
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

type Counted<T> = T & { readonly taskId: string; readonly total: number };

const toSome = <T extends { readonly taskId: string }>(rows: readonly Counted<T>[]): Some<T> => ({
  shown: rows,
  more: new Map(
    rows.flatMap(({ taskId, total }) => (total > MOST_OF_EACH ? [[taskId, total - MOST_OF_EACH]] : [])),
  ),
});

/** The writes of these tasks, those of each in the order in which they were begun. */
export const readTracedEffects = async (tx: Db, ids: readonly string[]): Promise<Some<TracedEffect>> => {
  const { rows } = await sql<Counted<TracedEffect>>`
    select e.* from unnest(${ids}::uuid[]) with ordinality as t(id, place) cross join lateral (
      select task_id as "taskId", name, vendor, intent ->> 'operation' as operation, key, status, attempt,
        object_id as "objectId", error ->> 'code' as error, intended_at as "begunAt", finished_at as "finishedAt",
        count(*) over () as total, created_at
      from agent_effects where task_id = t.id order by created_at, name limit ${sql.lit(MOST_OF_EACH)}
    ) e order by t.place, e.created_at, e.name`.execute(tx);
  return toSome(rows);
};

/** The events of vendors that these tasks see to. */
export const readTracedDeliveries = async (tx: Db, ids: readonly string[]): Promise<Some<TracedDelivery>> => {
  const { rows } = await sql<Counted<TracedDelivery>>`
    select d.* from unnest(${ids}::uuid[]) with ordinality as t(id, place) cross join lateral (
      select task_id as "taskId", id, vendor, event_type as type, occurred_at as "occurredAt",
        received_at as "receivedAt", count(*) over () as total,
        case when object_type is not null then jsonb_build_object('type', object_type, 'id', object_id) end as object
      from webhook_deliveries where task_id = t.id order by id limit ${sql.lit(MOST_OF_EACH)}
    ) d order by t.place, d.id`.execute(tx);
  return toSome(rows);
};

/** What people said and signals brought to these tasks, oldest first. */
export const readTracedDecisions = async (tx: Db, ids: readonly string[]): Promise<TracedDecision[]> => {
  const { rows } = await sql<TracedDecision>`
    with signalled as materialized (
      select task_id, case when result ->> 'signalId' ~ ${UUID} then (result ->> 'signalId')::uuid end as signal_id
      from agent_steps where task_id = any(${ids}::uuid[]) and name like 'signal %' and result ->> 'kind' = 'signal'
    )
    select * from (
      select task_id as "taskId", 'approval' as kind, name, status, decided_by as by, created_at as "askedAt",
        decided_at as "decidedAt"
      from agent_approvals where task_id = any(${ids}::uuid[])
      union all
      select s.task_id, 'signal', g.name, 'sent', null, null, g.sent_at
      from signalled s cross join lateral (
        select name, sent_at from agent_signals where id = s.signal_id limit 1) g
    ) d order by "taskId", coalesce("askedAt", "decidedAt")`.execute(tx);
  return rows;
};
