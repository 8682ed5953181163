import { createHash } from 'node:crypto';
import { makeVault, type Vault, type VaultKey } from '../connections/vault.ts';

/** A key for tests; the same id is the same key. */
export const testKey = (id: string): VaultKey => ({
  id,
  secret: createHash('sha256').update(`the key of tests ${id}`).digest('base64'),
});

/** A vault for tests over keys of these names, the current one first. */
export const makeTestVault = (...ids: readonly string[]): Vault =>
  makeVault((ids.length === 0 ? ['test'] : ids).map(testKey));
