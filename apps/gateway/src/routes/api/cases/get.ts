import { routes } from '@sherpa/api';
import { listCases } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { checkNames } from '../../check-names.ts';
import { readPage } from '../../page.ts';
import { toCase } from './to-case.ts';

export const getCases = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.listCases, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listCases(tx, { ...query, limit })),
    );
    if (rows.length === 0) checkNames(contracts, query);
    return { cases: rows.map(toCase), nextCursor };
  });
