import { sql, type RawBuilder } from 'kysely';
import type { SourceSystem } from '../customers/customer-source.ts';

/** `audit` reads everything beside the usual course of things, which is not held up by it. */
export type SyncLane = 'sync' | 'audit';

/** One stream of one account. */
export interface StreamAddress {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly system: SourceSystem;
  readonly stream: string;
  readonly lane: SyncLane;
}

/** The row of that stream, as a condition. */
export const isStream = (at: StreamAddress): RawBuilder<boolean> =>
  sql<boolean>`tenant_id = ${at.tenantId}::uuid and connection_id = ${at.connectionId}::uuid
    and system = ${at.system} and stream = ${at.stream} and lane = ${at.lane}`;
