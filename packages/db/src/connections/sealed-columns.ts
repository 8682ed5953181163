import { credentialsSchema, DatabaseError, secretsOf, type Credentials } from '@sherpa/core';
import { fingerprintOf } from './fingerprint.ts';
import type { SecretFact } from './connection.ts';
import type { Vault } from './vault.ts';

/** The row that credentials belong to; they open in no other. */
export interface CredentialPlace {
  readonly id: string;
  readonly tenantId: string;
  readonly vendor: string;
}

const placeOf = ({ id, tenantId, vendor }: CredentialPlace): string =>
  `sherpa connection 1 ${tenantId} ${id} ${vendor}`;

const factsOf = (credentials: Credentials, before: readonly SecretFact[]): readonly SecretFact[] => {
  const known = new Map(before.map((fact) => [`${fact.name} ${fact.fingerprint}`, fact.addedAt]));
  return secretsOf(credentials).map(({ name, secret }) => {
    const fingerprint = fingerprintOf(secret);
    return { name, fingerprint, addedAt: known.get(`${name} ${fingerprint}`) ?? new Date() };
  });
};

/** What the row holds of credentials; `before` are the facts of those that they replace. */
export const sealedColumns = (
  vault: Vault,
  place: CredentialPlace,
  credentials: Credentials,
  before: readonly SecretFact[] = [],
) => {
  const { keyId, bytes } = vault.seal(JSON.stringify(credentials), placeOf(place));
  return {
    credentials: bytes,
    credentials_key_id: keyId,
    secrets: JSON.stringify(factsOf(credentials, before)),
  };
};

/** The text of sealed credentials, as it was. */
export const unsealText = (
  vault: Vault,
  place: CredentialPlace,
  sealed: { readonly keyId: string; readonly bytes: Buffer },
): string => vault.open(sealed, placeOf(place));

/** The same text under the vault's current key. */
export const sealText = (vault: Vault, place: CredentialPlace, text: string) =>
  vault.seal(text, placeOf(place));

/** Credentials from what a row holds. A fault in them is told without what they are. */
export const unseal = (
  vault: Vault,
  place: CredentialPlace,
  sealed: { readonly keyId: string; readonly bytes: Buffer },
): Credentials => {
  const parsed = credentialsSchema.safeParse(JSON.parse(unsealText(vault, place, sealed)));
  if (parsed.success) return parsed.data;
  throw new DatabaseError('The stored credentials are not of the form that their vendor has.', {
    retry: 'never',
    details: { connectionId: place.id },
  });
};
