import { jsonSchema, type ConnectionStatus, type Json, type Vendor } from '@sherpa/core';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ConnectionsTable } from '../schema/connections.ts';

const secretFactSchema = z.object({ name: z.string(), fingerprint: z.string(), addedAt: z.coerce.date() });

/** That a secret is set, and which one; never the secret. */
export type SecretFact = z.output<typeof secretFactSchema>;

/** How a connection is used, as its owner wants it. Holds no secrets. */
export type ConnectionSettings = Readonly<Record<string, Json>>;

/** One tenant's account at one vendor, without its secrets. */
export interface Connection {
  readonly id: string;
  readonly tenantId: string;
  readonly vendor: Vendor;
  /** Tells it from others of the same vendor. */
  readonly name: string;
  /** The vendor's own id of the account; null until it was asked. */
  readonly account: string | null;
  readonly status: ConnectionStatus;
  readonly statusReason: string | null;
  /** Whether its credentials follow the environment or were given by a person. */
  readonly origin: 'api' | 'environment';
  readonly settings: ConnectionSettings;
  readonly secrets: readonly SecretFact[];
  /** The key that its credentials are sealed with. */
  readonly keyId: string | null;
  readonly credentialsChangedAt: Date;
  readonly checkedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The columns of a `Connection`, for `select` and `returning` alike: all but the ciphertext. */
export const connectionColumns = [
  'id',
  'tenant_id',
  'vendor',
  'name',
  'account',
  'status',
  'status_reason',
  'origin',
  'settings',
  'secrets',
  'credentials_key_id',
  'credentials_changed_at',
  'checked_at',
  'last_used_at',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ConnectionsTable)[];

type ConnectionRow = Pick<Selectable<ConnectionsTable>, (typeof connectionColumns)[number]>;

const settingsSchema = z.record(z.string(), jsonSchema);

export const toConnection = (row: ConnectionRow): Connection => ({
  id: row.id,
  tenantId: row.tenant_id,
  vendor: row.vendor,
  name: row.name,
  account: row.account,
  status: row.status,
  statusReason: row.status_reason,
  origin: row.origin,
  settings: settingsSchema.parse(row.settings),
  secrets: z.array(secretFactSchema).parse(row.secrets),
  keyId: row.credentials_key_id,
  credentialsChangedAt: row.credentials_changed_at,
  checkedAt: row.checked_at,
  lastUsedAt: row.last_used_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
