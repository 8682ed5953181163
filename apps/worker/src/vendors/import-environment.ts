import type { Credentials } from '@sherpa/core';
import { importCredentials, type Database, type Vault } from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';

export interface ImportDeps {
  readonly db: Pick<Database, 'withTenant'>;
  readonly vault: Vault;
  readonly log: Pick<Logger, 'info'>;
}

const MESSAGES = {
  created: 'The credentials of the environment are those of a connection now.',
  updated: 'A connection has the new credentials of the environment.',
  resealed: 'A connection whose key is gone has the credentials of the environment again.',
  ignored: 'The credentials of the environment are not used: the tenant has a connection of its own.',
} as const;

/** Makes what the environment holds of credentials connections of the tenant, where it has no others. */
export const importEnvironment = async (
  { db, vault, log }: ImportDeps,
  tenantId: string,
  told: readonly Credentials[],
): Promise<void> => {
  for (const credentials of told) {
    const { vendor } = credentials;
    const outcome = await importCredentials(db, vault, tenantId, credentials);
    if (outcome === 'unchanged') continue;
    log.info(MESSAGES[outcome], { vendor, outcome, tenantId });
  }
};
