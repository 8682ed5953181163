import { sql, type RawBuilder } from 'kysely';

/** True of a text that holds any of these, whatever their case; of none where there are none to look for. */
export const namesThem = (text: RawBuilder<unknown>, texts: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`exists (select from unnest(${texts.map((one) => one.toLowerCase())}::text[]) as t(given)
    where position(t.given in lower(${text})) > 0)`;
