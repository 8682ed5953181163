import { sql } from 'kysely';
import type { Reread } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import { lookAgain } from '../mirror/look-again.ts';
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

/** Has it begin again with what happens from now on, and with what these objects say is still open. */
export const resumeWorkflow = async (
  tx: Db,
  pause: Pause,
  rereads: readonly Reread[] = [],
): Promise<StoredSettings> => {
  const wasPaused = (await pausedWorkflows(tx)).has(pause.workflow);
  const resumed = await movePause(tx, pause, false);
  // It was told to nobody meanwhile, and perhaps will never change again.
  if (wasPaused) for (const one of rereads) await lookAgain(tx, one);
  return resumed;
};

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
