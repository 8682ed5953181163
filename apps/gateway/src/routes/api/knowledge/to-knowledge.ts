import type { KnowledgeHit, KnowledgePage } from '@sherpa/api';
import type { KnowledgeHit as Hit, KnowledgePageRow } from '@sherpa/db';

type Summary = Hit['page'];

const momentOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

const toSummary = (page: Summary): KnowledgeHit['page'] => ({
  id: page.id,
  source: page.source,
  externalId: page.externalId,
  title: page.title,
  url: page.url,
  path: page.path,
  category: page.category,
  tags: page.tags,
  editedAt: page.editedAt.toISOString(),
  unreachableSince: momentOrNull(page.unreachableSince),
});

/** A page as it goes over the wire. */
export const toKnowledgePage = (page: KnowledgePageRow): KnowledgePage => ({
  ...toSummary(page),
  content: page.content,
  deletedAt: momentOrNull(page.deletedAt),
});

/** A page that was found, as it goes over the wire. */
export const toKnowledgeHit = ({ page, headingPath, snippet, matching, score }: Hit): KnowledgeHit => ({
  page: toSummary(page),
  headingPath,
  snippet: [...snippet],
  matching,
  score,
});

/** A page of a list, which nobody searched. */
export const toListed = (page: Summary): KnowledgeHit => ({
  page: toSummary(page),
  headingPath: [],
  snippet: [],
  matching: null,
  score: null,
});
