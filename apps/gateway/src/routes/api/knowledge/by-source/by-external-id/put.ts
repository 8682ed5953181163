import { routes } from '@sherpa/api';
import { ConflictError } from '@sherpa/core';
import { findKnowledgePage, saveKnowledgePages } from '@sherpa/db';
import { toKnowledgeDocument } from '@sherpa/knowledge';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { toKnowledgePage } from '../../to-knowledge.ts';

export const putKnowledge = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.writeKnowledge, async ({ params, body }, caller) => {
    const document = toKnowledgeDocument({ ...params, ...body, editedAt: new Date(), deleted: false });
    const tenantId = await caller.tenantId();
    return db.withTenant(tenantId, async (tx) => {
      const { saved, stale } = await saveKnowledgePages(tx, tenantId, [document]);
      const page = await findKnowledgePage(tx, params);
      if (stale > 0 || page === undefined) throw new ConflictError('A newer version of this page is there.');
      return { page: toKnowledgePage(page), changed: saved > 0 };
    });
  });
