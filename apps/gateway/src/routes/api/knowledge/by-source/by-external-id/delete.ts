import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { deleteKnowledgePages, findKnowledgePage } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { toKnowledgePage } from '../../to-knowledge.ts';

export const deleteKnowledge = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.deleteKnowledge, async ({ params }, caller) =>
    db.withTenant(await caller.tenantId(), async (tx) => {
      const page = await findKnowledgePage(tx, params);
      const { source, externalId } = params;
      const { pageIds } = await deleteKnowledgePages(tx, { source, externalIds: [externalId] });
      if (page === undefined || pageIds.length === 0) throw new NotFoundError('There is no such page.');
      return toKnowledgePage(page);
    }),
  );
