import { sql } from 'kysely';
import { newId, type Json } from '@sherpa/core';
import { toJsonb, toStorable } from '../jsonb.ts';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import { stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import type { NewWait, ParkedTask } from './wait.ts';
import { wake } from './wake.ts';

/** Something that happened and that tasks may wait for, by its name within the tenant. */
export interface NewSignal {
  readonly tenantId: string;
  readonly name: string;
  readonly payload: Json;
}

/** A signal that was kept, how many tasks it woke, and their jobs. */
export interface SentSignal {
  readonly id: string;
  readonly woken: number;
  readonly staged: StagedJobs;
}

const lockName = (tenantId: string, name: string): string => `sherpa.signal ${tenantId} ${toStorable(name)}`;

/**
 * Keeps a signal and wakes every task that waits for it, each once. Who sends and who begins to wait
 * take the same lock, each before it writes and looks for the other: so the later one sees the earlier.
 */
export const sendSignal = async (tx: Db, { tenantId, name, payload }: NewSignal): Promise<SentSignal> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${lockName(tenantId, name)}, 0))`.execute(tx);
  const id = newId();
  const signal = toStorable(name);
  const json = toJsonb(payload);
  await sql`insert into agent_signals (id, tenant_id, name, payload, sent_at)
    values (${id}, ${tenantId}, ${signal}, ${json}::jsonb, clock_timestamp())`.execute(tx);
  const woken = await wake(
    tx,
    sql`delete from agent_waits where tenant_id = ${tenantId} and signal = ${signal}
      returning task_id, tenant_id, name,
        jsonb_build_object('kind', 'signal', 'payload', ${json}::jsonb, 'signalId', ${id}::text) as result`,
  );
  return { id, woken: woken.length, staged: await stageWoken(tx, woken) };
};

interface SignalWaiter {
  readonly tenantId: string;
  readonly wait: NewWait;
}

/** Keeps the signals that these tasks are about to wait for from being sent until the commit. */
export const lockSignals = async (tx: Db, waiters: readonly SignalWaiter[]): Promise<void> => {
  const names = waiters.flatMap(({ tenantId, wait }) =>
    wait.kind === 'signal' ? [lockName(tenantId, wait.signal)] : [],
  );
  if (names.length === 0) return;
  await sql`select pg_advisory_xact_lock_shared(key)
    from (select distinct hashtextextended(name, 0) as key from unnest(${names}::text[]) as n(name) order by key) keys`.execute(
    tx,
  );
};

const toInput = (parked: readonly ParkedTask[]) =>
  parked.flatMap(({ id, tenantId, wait }) =>
    wait.kind === 'signal'
      ? [{ task_id: id, tenant_id: tenantId, signal: wait.signal, seen: wait.seen }]
      : [],
  );

/**
 * Wakes those of the tasks that just began to wait whose signal was sent since they were created: the
 * oldest one that they have not had yet. A signal's id is of its sender's clock, which may be a little off.
 */
export const wakeForSentSignals = async (tx: Db, parked: readonly ParkedTask[]): Promise<ReadyTask[]> => {
  const input = toInput(parked);
  if (input.length === 0) return [];
  return wake(
    tx,
    sql`delete from agent_waits w using (
        select i.task_id, s.id, s.payload
        from jsonb_to_recordset(${toJsonb(input)}::jsonb)
          as i(task_id uuid, tenant_id uuid, signal text, seen uuid[])
        join agent_tasks t on t.id = i.task_id
        cross join lateral (
          select id, payload from agent_signals s
          where s.tenant_id = i.tenant_id and s.name = i.signal and s.sent_at >= t.created_at
            and s.id >= lowest_id_of(t.created_at - interval '1 day') and s.id <> all (i.seen)
          order by s.sent_at, s.id limit 1
        ) s
      ) f
      where w.task_id = f.task_id
      returning w.task_id, w.tenant_id, w.name,
        jsonb_build_object('kind', 'signal', 'payload', f.payload, 'signalId', f.id) as result`,
  );
};
