import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';

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
  if (keyOf.size === 0) return new Set();
  const { rows } = await sql<{ key: string }>`
    select k.key from identity_salts z cross join unnest(${[...new Set(keyOf.values())]}::text[]) as k(key)
    where z.tenant_id = ${tenantId} and exists (
      select from identity_suppressions s where s.tenant_id = ${tenantId}
        and s.hash = sha256(z.salt || convert_to(k.key, 'UTF8')))`.execute(tx);
  const suppressed = new Set(rows.map(({ key }) => key));
  return new Set([...keyOf].filter(([, key]) => suppressed.has(key)).map(([email]) => email));
};
