import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { bury } from './delete-knowledge.ts';

export interface PurgedKnowledge {
  /** Pages about the person, which are gone. */
  readonly deleted: number;
  /** Pages that named the person, and no longer do. */
  readonly redacted: number;
}

/** What stands where an address was. */
const ERASED = '[erased]';

/** Signs of an address that mean something in a pattern. */
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

const partsOf = (emails: readonly string[]): string[] => [
  ...new Set(emails.flatMap((email) => email.toLowerCase().match(/\p{L}{4,}/gu) ?? [])),
];

/** Words of the addresses that nothing else holds are no longer offered as spellings. */
const forgetWords = async (tx: Db, emails: readonly string[]): Promise<void> => {
  await sql`
    delete from knowledge_words w where w.word = any(${partsOf(emails)}::text[]) and not exists (
      select from knowledge_chunks c where c.search @@ plainto_tsquery('public.knowledge', w.word))`.execute(
    tx,
  );
};

/**
 * Takes a person's e-mail addresses out of this tenant's knowledge. A page that is about the person, by its
 * title, name, link or tags, is deleted; anywhere else the address gives way to `[erased]`, in the page and
 * in its passages. Reads every page, so it belongs into a task. A source that still has the address would
 * bring it back: whoever feeds pages in asks `eraseEmails` of `@sherpa/knowledge` first.
 */
export const purgeKnowledgeOf = async (tx: Db, emails: readonly string[]): Promise<PurgedKnowledge> => {
  const wanted = emails.filter((email) => email !== '');
  if (wanted.length === 0) return { deleted: 0, redacted: 0 };
  const pattern = `(?<![[:alnum:]._%+-])(?:${wanted.map(escaped).join('|')})(?![[:alnum:]-]|\\.[[:alnum:]])`;
  const { pageIds } = await bury(
    tx,
    'erased',
    sql<boolean>`(title ~* ${pattern} or external_id ~* ${pattern} or url ~* ${pattern}
      or array_to_string(tags || path, ' ') ~* ${pattern})`,
  );
  const { rows } = await sql<{ id: string }>`
    update knowledge_base set content = regexp_replace(content, ${pattern}, ${ERASED}, 'gi'), content_hash = '',
      updated_at = now()
    where content ~* ${pattern} returning id`.execute(tx);
  const ids = toJsonb(rows.map(({ id }) => id));
  await sql`
    update knowledge_chunks c set content = n.content, heading_path = n.heading_path,
      search = setweight(ts_filter(c.search, '{a}'), 'A') || setweight(to_tsvector('public.knowledge',
          knowledge_plain(array_to_string(n.heading_path, ' '))), 'B') || ts_filter(c.search, '{c}')
        || setweight(to_tsvector('public.knowledge', knowledge_plain(n.content)), 'D')
    from (
      select page_id, position, regexp_replace(content, ${pattern}, ${ERASED}, 'gi') as content,
        array(select regexp_replace(heading, ${pattern}, ${ERASED}, 'gi') from unnest(heading_path) heading) as heading_path
      from knowledge_chunks where page_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)
    ) n where n.page_id = c.page_id and n.position = c.position`.execute(tx);
  await forgetWords(tx, wanted);
  return { deleted: pageIds.length, redacted: rows.length };
};
