import { routes } from '@sherpa/api';
import { listCases } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';
import { toCase } from './to-case.ts';

export const getCases = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listCases, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listCases(tx, { ...query, limit })),
    );
    return { cases: rows.map(toCase), nextCursor };
  });
