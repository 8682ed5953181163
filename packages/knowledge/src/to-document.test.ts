import type { KnowledgePage } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { toKnowledgeDocument } from './to-document.ts';

const page: KnowledgePage = {
  source: 'agent',
  externalId: 'digest',
  title: ' Digest ',
  url: null,
  markdown: 'All is **well**.\n',
  path: [],
  tags: ['Revenue', 'revenue', 'Weekly digest'],
  category: 'Report',
  editedAt: new Date('2026-05-01T00:00:00Z'),
  deleted: false,
};

describe('toKnowledgeDocument', () => {
  it('cuts into passages, writes labels alike and takes the time for the version', () => {
    expect(toKnowledgeDocument(page)).toMatchObject({
      title: 'Digest',
      content: 'All is **well**.',
      tags: ['revenue', 'weekly-digest'],
      category: 'report',
      version: 1_777_593_600_000,
      chunks: [{ position: 0, headingPath: [], headings: [], text: 'All is well.' }],
    });
  });

  it('has the same hash for the same page and another for any change', () => {
    const { hash } = toKnowledgeDocument(page);
    expect(toKnowledgeDocument({ ...page }).hash).toBe(hash);
    for (const change of [{ title: 'x' }, { markdown: 'x' }, { tags: [] }, { url: 'x' }, { deleted: true }]) {
      expect(toKnowledgeDocument({ ...page, ...change }).hash).not.toBe(hash);
    }
  });

  it('keeps no passage of a deleted page', () => {
    expect(toKnowledgeDocument({ ...page, deleted: true }).chunks).toEqual([]);
  });
});
