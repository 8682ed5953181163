import { createHash } from 'node:crypto';
import type { KnowledgeDocument, KnowledgePage } from '@sherpa/core';
import { chunkMarkdown } from './chunks/chunk-markdown.ts';
import { toLabel, toLabels } from './labels/label.ts';

/** Sixteen bytes of it: chance does not make two pages alike. */
const HASH_LENGTH = 32;

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, HASH_LENGTH);

/** A page cut into passages and made ready to be saved; the same page always makes the same document. */
export const toKnowledgeDocument = (page: KnowledgePage): KnowledgeDocument => {
  const { markdown, version, ...rest } = page;
  const category = page.category === null ? null : toLabel(page.category) || null;
  const known = { ...rest, title: page.title.trim(), category, tags: toLabels(page.tags) };
  const { editedAt: _, ...said } = known;
  const content = markdown.trim();
  return {
    ...known,
    content,
    version: version ?? page.editedAt.getTime(),
    hash: hashOf([said, content]),
    chunks: page.deleted ? [] : chunkMarkdown(content),
  };
};
