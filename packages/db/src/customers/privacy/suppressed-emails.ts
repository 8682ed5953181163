import type { Db } from '../../schema/index.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';
import { findSuppressedKeys } from './suppressions.ts';

/** Of these addresses, as they were given, those of people who were forgotten. */
export const findSuppressedEmails = async (
  tx: Db,
  tenantId: string,
  emails: readonly string[],
): Promise<ReadonlySet<string>> => {
  const keyOf = new Map(
    emails.flatMap((email) => {
      const normal = normaliseEmail(email);
      return normal === undefined ? [] : [[email, `email:${normal}`] as const];
    }),
  );
  const suppressed = await findSuppressedKeys(tx, tenantId, [...keyOf.values()]);
  return new Set([...keyOf].filter(([, key]) => suppressed.has(key)).map(([email]) => email));
};
