import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';

/** What a person has set of a workflow. */
export interface StoredSettings {
  readonly workflow: string;
  readonly settings: Readonly<Record<string, Json>>;
  /** Raised by every change. */
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: Date;
  /** Since when it begins nothing new; null where it is at work. */
  readonly pausedAt: Date | null;
}

export const settingsColumns = [
  'workflow',
  'settings',
  'version',
  'changed_by',
  'changed_at',
  'paused_at',
] as const;

interface Row {
  workflow: string;
  settings: Record<string, Json>;
  version: number;
  changed_by: string;
  changed_at: Date;
  paused_at: Date | null;
}

export const toSettings = (row: Row): StoredSettings => ({
  workflow: row.workflow,
  settings: row.settings,
  version: row.version,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
  pausedAt: row.paused_at,
});

/** What has been set of one workflow; undefined where nobody has set anything. */
export const readWorkflowSettings = async (tx: Db, workflow: string): Promise<StoredSettings | undefined> => {
  const row = await tx
    .selectFrom('workflow_settings')
    .modifyFront(prepared)
    .select(settingsColumns)
    .where('workflow', '=', workflow)
    .executeTakeFirst();
  return row === undefined ? undefined : toSettings(row);
};

/** What has been set of all workflows. */
export const listWorkflowSettings = async (tx: Db): Promise<StoredSettings[]> =>
  (await tx.selectFrom('workflow_settings').select(settingsColumns).orderBy('workflow').execute()).map(
    toSettings,
  );

export interface SettingsChange {
  readonly tenantId: string;
  readonly workflow: string;
  readonly settings: Readonly<Record<string, Json>>;
  readonly changedBy: string;
  /** The version that was read, 0 where there was none. */
  readonly version: number;
}

/** Replaces what is set; undefined where somebody else has changed it since. */
export const saveWorkflowSettings = async (
  tx: Db,
  { tenantId, workflow, settings, changedBy, version }: SettingsChange,
): Promise<StoredSettings | undefined> => {
  const row = await tx
    .insertInto('workflow_settings')
    .values({
      tenant_id: tenantId,
      workflow,
      settings: toJsonb(settings),
      version: version + 1,
      changed_by: changedBy,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'workflow'])
        .doUpdateSet({
          settings: (eb) => eb.ref('excluded.settings'),
          version: (eb) => eb.ref('excluded.version'),
          changed_by: (eb) => eb.ref('excluded.changed_by'),
          changed_at: sql<Date>`now()`,
        })
        .where('workflow_settings.version', '=', version),
    )
    .returning(settingsColumns)
    .executeTakeFirst();
  return row === undefined || row.version !== version + 1 ? undefined : toSettings(row);
};
