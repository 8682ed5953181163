import { newId } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';

/** A log record as it is stored: already redacted. */
export interface LogRecord {
  readonly timestamp: Date;
  readonly level: string;
  readonly message: string;
  readonly agentId: string | null;
  readonly tenantId: string | null;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Stores records in the `logs` table. */
export const insertLogs = async (engine: Db, records: readonly LogRecord[]): Promise<void> => {
  if (records.length === 0) return;
  await engine
    .insertInto('logs')
    .values(
      records.map((record) => ({
        id: newId(),
        tenant_id: record.tenantId,
        timestamp: record.timestamp,
        level: record.level,
        message: record.message,
        agent_id: record.agentId,
        context: toJsonb(record.context),
      })),
    )
    .execute();
};
