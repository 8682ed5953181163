import type { KnowledgeDocument } from '@sherpa/core';
import { categoryOf, cleanMarkdown, eraseEmails, tagsOf, toKnowledgeDocument } from '@sherpa/knowledge';
import type { PageProperties } from '@sherpa/knowledge';
import type { PagePayload } from '../page-payload.ts';

/** What a page is made into knowledge with. */
export interface DocumentParts {
  /** As Notion writes it. */
  readonly markdown: string;
  readonly path: readonly string[];
  readonly isForgotten: (email: string) => boolean;
}

const asNotionWrites = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((name: unknown) => ({ name }));
  return typeof value === 'string' ? { name: value } : null;
};

/** Properties as Notion's API has them: what names a page's tags is read from those. */
const wireProperties = ({ properties }: PagePayload): PageProperties =>
  Object.fromEntries(
    Object.entries(properties).map(([name, { type, value }]) => [
      name,
      { type, [type]: asNotionWrites(value) },
    ]),
  );

const HEADING = /^#{1,6} (.+)$/gmu;

/** A page as the knowledge base takes it, without the addresses of those who were forgotten. */
export const toDocument = (page: PagePayload, parts: DocumentParts): KnowledgeDocument => {
  const erase = (text: string): string => eraseEmails(text, parts.isForgotten);
  const markdown = erase(cleanMarkdown(parts.markdown, { pageId: page.id }));
  const title = erase(page.title);
  const path = parts.path.map(erase);
  const headings = Array.from(markdown.matchAll(HEADING), ([, text = '']) => text);
  const facts = { title, path, properties: wireProperties(page), headings };
  return toKnowledgeDocument({
    source: 'notion',
    externalId: page.id,
    title,
    url: page.url === '' ? null : page.url,
    markdown,
    path,
    tags: tagsOf(facts),
    category: categoryOf(facts),
    editedAt: page.editedAt,
    deleted: false,
  });
};
