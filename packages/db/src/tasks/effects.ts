import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { retryConflicts } from '../conflict.ts';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { EffectStatus } from '../schema/ledger.ts';
import { heldTasks, holdingOf, taskIdsOf, toHolderInput, type Holder } from './held-tasks.ts';
import type { TaskError } from './task.ts';

/** An outbound write that an attempt is about to make. */
export interface NewEffect extends Holder {
  readonly name: string;
  readonly vendor: string;
  readonly key: string;
  readonly intent: Json;
}

/** An effect whose intent is in the ledger. */
export interface IntendedEffect {
  /** What it was before: undefined for one that nobody had begun. */
  readonly before: EffectStatus | undefined;
  /** The key to write under: that of the first try for as long as that one may have landed. */
  readonly key: string;
  /** What it came to, where it was performed before. */
  readonly outcome: Json;
  /** For how long a write under this key may have been on its way, in milliseconds. */
  readonly ageMs: number;
}

/** How a write ended. One whose end is not known has none: it stays `intended`. */
export type EffectEnd = Holder & { readonly name: string } & (
    | { readonly status: 'performed'; readonly outcome: Json }
    | {
        readonly status: 'failed';
        readonly error: TaskError;
        /** Whether the vendor keeps the refusal as the answer to this key, so that another is needed. */
        readonly isKeySpent: boolean;
      }
  );

interface IntendedRow {
  readonly task_id: string;
  readonly attempt: number;
  readonly name: string;
  readonly before: EffectStatus | null;
  readonly key: string;
  readonly outcome: Json;
  readonly age_ms: number;
}

const toIntents = (effects: readonly NewEffect[]): string =>
  toJsonb(
    effects.map((effect) => ({
      ...toHolderInput(effect),
      name: effect.name,
      vendor: effect.vendor,
      key: effect.key,
      intent: toJsonb(effect.intent),
    })),
  );

/**
 * Writes intents before their writes are made, in one statement; answers in order, undefined where the
 * attempt no longer held its task. One that was performed is left as it is; key and intent of one
 * that may have landed are kept; one that was refused starts afresh.
 */
export const intendEffects = async (
  engine: Db,
  effects: readonly NewEffect[],
): Promise<(IntendedEffect | undefined)[]> => {
  const intend = sql<IntendedRow>`
    with input as (
      select * from jsonb_to_recordset(${toIntents(effects)}::jsonb)
        as x(task_id uuid, attempt integer, worker_id uuid, name text, vendor text, key text, intent text)
    ), ${heldTasks(effects)}, ours as (
      select h.tenant_id, i.task_id, i.name, h.agent, i.vendor, e.status as before, i.attempt,
        case when e.status in ('intended', 'performed') then e.key
          when e.spent_keys > 0 then i.key || ':' || e.spent_keys + 1 else i.key end as key,
        case when e.status = 'intended' then e.intent else i.intent::jsonb end as intent,
        case when e.status = 'intended' then e.intended_at else now() end as intended_at, e.outcome
      from input i join held h on h.id = i.task_id and h.attempt = i.attempt
      left join agent_effects e on e.task_id = i.task_id and e.name = i.name
        and e.task_id = any(${taskIdsOf(effects)})
    ), intended as (
      insert into agent_effects (tenant_id, task_id, name, agent, vendor, key, intent, attempt, intended_at, object_id)
      select tenant_id, task_id, name, agent, vendor, key, intent, attempt, intended_at, intent ->> 'id' from ours
      where before is distinct from 'performed' order by task_id, name
      on conflict (task_id, name) do update set status = 'intended', vendor = excluded.vendor,
        key = excluded.key, intent = excluded.intent, attempt = excluded.attempt,
        intended_at = excluded.intended_at, object_id = excluded.object_id, error = null, finished_at = null
    )
    select task_id, attempt, name, before, key, outcome,
      (extract(epoch from now() - intended_at) * 1000)::float8 as age_ms from ours`;
  const { rows } = await retryConflicts(() => intend.execute(engine));
  const found = new Map(rows.map((row) => [holdingOf(row.task_id, row.attempt, row.name), row]));
  return effects.map(({ taskId, attempt, name }) => {
    const row = found.get(holdingOf(taskId, attempt, name));
    if (row === undefined) return undefined;
    return { before: row.before ?? undefined, key: row.key, outcome: row.outcome, ageMs: row.age_ms };
  });
};

const toEnds = (ends: readonly EffectEnd[]): string =>
  toJsonb(
    ends.map((end) => ({
      ...toHolderInput(end),
      name: end.name,
      status: end.status,
      outcome: end.status === 'performed' ? toJsonb(end.outcome) : null,
      error: end.status === 'failed' ? end.error : null,
      spent: end.status === 'failed' && end.isKeySpent ? 1 : 0,
    })),
  );

/** Records how writes ended, in one statement; answers for each in order whether its attempt still held the task. */
export const endEffects = async (engine: Db, ends: readonly EffectEnd[]): Promise<boolean[]> => {
  const record = sql<{ task_id: string; attempt: number; name: string }>`
    with input as (
      select * from jsonb_to_recordset(${toEnds(ends)}::jsonb) as x(task_id uuid, attempt integer,
        worker_id uuid, name text, status text, outcome text, error jsonb, spent integer)
    ), ${heldTasks(ends)}
    update agent_effects e set status = i.status, outcome = i.outcome::jsonb, error = i.error,
      object_id = coalesce(i.outcome::jsonb ->> 'id', e.object_id), attempt = i.attempt, spent_keys = e.spent_keys + i.spent, finished_at = now()
    from input i join held h on h.id = i.task_id and h.attempt = i.attempt
    where e.task_id = i.task_id and e.name = i.name and e.status = 'intended'
      and e.task_id = any(${taskIdsOf(ends)})
    returning e.task_id, e.attempt, e.name`;
  const { rows } = await retryConflicts(() => record.execute(engine));
  const ended = new Set(rows.map((row) => holdingOf(row.task_id, row.attempt, row.name)));
  return ends.map(({ taskId, attempt, name }) => ended.has(holdingOf(taskId, attempt, name)));
};
