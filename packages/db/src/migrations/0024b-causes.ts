import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The ways along which causes are looked up. A task that nobody caused has no entry, so that what comes from
 * scripts, schedules and vendors pays nothing for it.
 */
const indexes = [
  sql`create index agent_tasks_by_cause on agent_tasks (caused_by, id) where caused_by is not null`,
  sql`create index webhook_deliveries_by_task on webhook_deliveries (task_id, id) where task_id is not null`,
  sql`create index agent_approvals_by_task on agent_approvals (task_id, id)`,
  sql`create index agent_effects_by_key on agent_effects (tenant_id, key)`,
  sql`create index agent_effects_by_object on agent_effects (tenant_id, object_id, vendor) where object_id is not null`,
];

/** A column rather than an index over JSON: behind row level security only plain comparisons find their index. */
const objectOfEffect = sql`
  alter table agent_effects add column object_id text`;

const objectsSoFar = sql`update agent_effects set object_id = coalesce(outcome ->> 'id', intent ->> 'id')`;

/** Without defaults, so that they cost the tasks that have nothing to say nothing. */
const costs = sql`alter table agent_tasks add column earlier_ms integer, add column vendor_calls integer`;

const comments = [
  [
    sql`agent_tasks.earlier_ms`,
    'Milliseconds that attempts ran which did not complete it; the last one is from started_at to finished_at.',
  ],
  [sql`agent_tasks.vendor_calls`, 'Requests to vendors by attempts that were recorded. Null where none was.'],
  [sql`agent_effects.object_id`, 'The object that was written, as far as intent or outcome name it with id.'],
] as const;

export const causes: Migration = {
  up: async (db) => {
    for (const statement of [objectOfEffect, objectsSoFar, costs, ...indexes]) await statement.execute(db);
    for (const [column, text] of comments)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
  },
};
