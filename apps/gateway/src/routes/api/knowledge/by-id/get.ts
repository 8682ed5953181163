import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { getKnowledgePage } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { toKnowledgePage } from '../to-knowledge.ts';

export const getKnowledgeById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showKnowledge, async ({ params }, caller) => {
    const page = await db.withTenant(await caller.tenantId(), (tx) => getKnowledgePage(tx, params.id));
    if (page === undefined) throw new NotFoundError('There is no such page.');
    return toKnowledgePage(page);
  });
