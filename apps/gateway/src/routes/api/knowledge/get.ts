import { routes, type RequestOf } from '@sherpa/api';
import {
  hasKnowledge,
  listKnowledgePages,
  readOwnPages,
  searchKnowledge,
  type Db,
  type KnowledgeFilter,
} from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { toKnowledgeHit, toListed } from './to-knowledge.ts';

type Query = RequestOf<typeof routes.searchKnowledge>['query'];

const partsOf = (text: string, separator: string): readonly string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const toFilter = (query: Query): KnowledgeFilter => ({
  source: query.source,
  category: query.category,
  tags: query.tag === undefined ? undefined : partsOf(query.tag, ','),
  path: query.path === undefined ? undefined : partsOf(query.path, '/'),
  editedSince: query.since === undefined ? undefined : new Date(query.since),
});

/** What Sherpa writes itself is left out, unless it is asked for, also by where it stands. */
const hiddenFrom = async (tx: Db, { includeOwn, path }: Query) =>
  includeOwn === 'true' || path !== undefined ? undefined : await readOwnPages(tx);

const find = async (tx: Db, query: Query) => {
  const filter = { ...toFilter(query), hidden: await hiddenFrom(tx, query), limit: query.limit };
  if (query.q === undefined || query.q.trim() === '') {
    const pages = await listKnowledgePages(tx, filter);
    return { hits: pages.map(toListed), corrections: [], isPartial: pages.length === query.limit };
  }
  const answer = await searchKnowledge(tx, { ...filter, query: query.q });
  return { ...answer, hits: answer.hits.map(toKnowledgeHit) };
};

export const getKnowledge = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.searchKnowledge, async ({ query }, caller) =>
    db.withTenant(await caller.tenantId(), async (tx) => {
      const found = await find(tx, query);
      const isEmpty = found.hits.length === 0 && !(await hasKnowledge(tx));
      return { ...found, corrections: [...found.corrections], isEmpty };
    }),
  );
