import { sql, type RawBuilder } from 'kysely';

/** The words without the one at that place. */
const without = (words: readonly string[], place: number): string =>
  words.filter((_word, index) => index !== place).join(' ');

/** Queries of which one has to match. Words that say nothing (the, of) make an empty one, which is dropped. */
const anyOf = (queries: readonly string[]): RawBuilder<unknown> => sql`(
  select string_agg('(' || q || ')', ' | ')::tsquery from (
    select distinct plainto_tsquery('public.knowledge', given)::text as q
    from unnest(${queries}::text[]) as given) queries
  where q <> '')`;

/** All of the words but one, whichever. */
export const allButOne = (words: readonly string[]): RawBuilder<unknown> =>
  anyOf(words.map((_word, place) => without(words, place)));

/** Any of the words. */
export const anyWord = (words: readonly string[]): RawBuilder<unknown> => anyOf(words);
