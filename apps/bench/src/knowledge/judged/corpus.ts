import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { KnowledgePage } from '@sherpa/core';
import { z } from 'zod';

const folder = path.join(import.meta.dirname, 'corpus');

const HEAD = /^=== (?<id>\S+) \| (?<title>[^|]+) \| (?<path>[^|]*) \| (?<tags>[^|]*) \| (?<edited>\S+)$/gmu;

const listOf = (text: string | undefined, separator: string): string[] =>
  (text ?? '').split(separator).filter((part) => part !== '');

const toPage = (category: string, head: Readonly<Record<string, string | undefined>>, markdown: string) => ({
  source: 'notion',
  externalId: head['id'] ?? '',
  title: head['title'] ?? '',
  url: `https://www.notion.so/${head['id'] ?? ''}`,
  markdown: markdown.trim(),
  path: listOf(head['path'], '/'),
  tags: listOf(head['tags'], ','),
  category,
  editedAt: new Date(`${head['edited'] ?? ''}T00:00:00Z`),
  deleted: false,
});

/** The pages of one file: a line of facts, then the text down to the next one. */
const pagesOf = (category: string, text: string): KnowledgePage[] => {
  const heads = [...text.matchAll(HEAD)];
  return heads.map((head, index) => {
    const markdown = text.slice(head.index + head[0].length, heads[index + 1]?.index);
    return toPage(category, head.groups ?? {}, markdown);
  });
};

/** The knowledge of a company of eighty people, as its wiki has it. */
export const readCorpus = async (): Promise<readonly KnowledgePage[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted();
  const files = await Promise.all(
    names.map(async (name) =>
      pagesOf(path.basename(name, '.md'), await readFile(path.join(folder, name), 'utf8')),
    ),
  );
  return files.flat();
};

const querySchema = z.strictObject({
  query: z.string(),
  kind: z.enum(['word', 'words', 'question', 'phrase', 'typo']),
  filter: z
    .strictObject({
      source: z.string().exactOptional(),
      category: z.string().exactOptional(),
      tags: z.array(z.string()).exactOptional(),
      path: z.array(z.string()).exactOptional(),
      editedSince: z.coerce.date().exactOptional(),
    })
    .default({}),
  /** 3: the page one looks for; 2: helps; 1: touches it. */
  relevant: z.record(z.string(), z.int().min(1).max(3)),
});

/** A query and the pages that answer it, by people's judgment. */
export type JudgedQuery = z.output<typeof querySchema>;

export const readQueries = async (): Promise<readonly JudgedQuery[]> =>
  z
    .array(querySchema)
    .parse(JSON.parse(await readFile(path.join(import.meta.dirname, 'queries.json'), 'utf8')));
