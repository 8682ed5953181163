import { sql, type RawBuilder } from 'kysely';

/** A pattern of Postgres, and what stands there instead. */
interface Replacement {
  readonly pattern: string;
  readonly by: string;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\-]/gu, String.raw`\$&`);

/** Ids that are one of a kind wherever they stand. */
const ofUniqueId = (id: string, pseudonym: string): Replacement => ({
  pattern: `(?<![[:alnum:]_])${escaped(id)}(?![[:alnum:]_])`,
  by: pseudonym,
});

/** A number alone says nothing: it is a contact's where a key, a type or a node says so. */
const ofContact = (id: string, pseudonym: string): Replacement[] => [
  { pattern: `(hubspot:contact:)${escaped(id)}(?![[:alnum:]_])`, by: `\\1${pseudonym}` },
  {
    pattern: `("[A-Za-z_]*[cC]ontact[A-Za-z_]*": (?:\\[(?:[^\\]]*, )?)?)"?${escaped(id)}"?(?=[],}\\s])`,
    by: `\\1"${pseudonym}"`,
  },
  { pattern: `("id": ")${escaped(id)}(", "type": "contact")`, by: `\\1${pseudonym}\\2` },
];

const idOf = (node: string): string => node.split(':').slice(2).join(':');

const replacementsOf = (pseudonyms: ReadonlyMap<string, string>): Replacement[] =>
  [...pseudonyms].flatMap(([node, pseudonym]) =>
    node.startsWith('hubspot:contact:')
      ? ofContact(idOf(node), pseudonym)
      : [ofUniqueId(idOf(node), pseudonym)],
  );

/** A text, of JSON or not, with pseudonyms where it points at any of these objects. */
export const withoutPointers = (
  text: RawBuilder<unknown>,
  pseudonyms: ReadonlyMap<string, string>,
): RawBuilder<string> =>
  replacementsOf(pseudonyms).reduce(
    (so, { pattern, by }) => sql<string>`regexp_replace(${so}, ${pattern}, ${by}, 'g')`,
    sql<string>`${text}`,
  );

/** The ids by which these objects are pointed at: a text that holds none of them does not. */
export const idsOf = (pseudonyms: ReadonlyMap<string, string>): readonly string[] =>
  [...pseudonyms.keys()].map(idOf);
