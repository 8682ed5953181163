import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { settingsColumns, toSettings, type StoredSettings } from './settings.ts';

interface Pause {
  readonly tenantId: string;
  readonly workflow: string;
  readonly by: string;
}

const movePause = async (
  tx: Db,
  { tenantId, workflow, by }: Pause,
  paused: boolean,
): Promise<StoredSettings> => {
  const pausedAt = paused ? sql<Date>`coalesce(workflow_settings.paused_at, now())` : sql<null>`null`;
  const row = await tx
    .insertInto('workflow_settings')
    .values({
      tenant_id: tenantId,
      workflow,
      settings: toJsonb({}),
      version: 1,
      changed_by: by,
      paused_at: paused ? sql<Date>`now()` : null,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'workflow']).doUpdateSet({
        version: sql<number>`workflow_settings.version + 1`,
        changed_by: by,
        changed_at: sql<Date>`now()`,
        paused_at: pausedAt,
      }),
    )
    .returning(settingsColumns)
    .executeTakeFirstOrThrow();
  return toSettings(row);
};

/** Has it begin nothing new; one that is paused stays as it is. */
export const pauseWorkflow = (tx: Db, pause: Pause): Promise<StoredSettings> => movePause(tx, pause, true);

/** Has it begin again with what happens from now on. */
export const resumeWorkflow = (tx: Db, pause: Pause): Promise<StoredSettings> => movePause(tx, pause, false);

/** The names of those that begin nothing new. */
export const pausedWorkflows = async (tx: Db): Promise<ReadonlySet<string>> => {
  const rows = await tx
    .selectFrom('workflow_settings')
    .select('workflow')
    .where('paused_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ workflow }) => workflow));
};

/** The same of several tenants, for the engine: `<tenant id> <workflow>`. */
export const pausedAmong = async (engine: Db, tenantIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await engine
    .selectFrom('workflow_settings')
    .select(['tenant_id', 'workflow'])
    .where('paused_at', 'is not', null)
    .where('tenant_id', 'in', [...tenantIds])
    .execute();
  return new Set(rows.map((row) => `${row.tenant_id} ${row.workflow}`));
};
