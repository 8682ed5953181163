import { routes } from '@sherpa/api';
import { getCase, listCases, type CaseFilter, type Db } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import { checkNames } from '../../check-names.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';
import { foundCase, toCase } from './to-case.ts';

/** What the cases have in common that are like this one. */
const alike = async (
  tx: Db,
  id: string | undefined,
): Promise<Pick<CaseFilter, 'workflow' | 'status' | 'reason'>> => {
  if (id === undefined) return {};
  const { workflow, status, reason } = foundCase(await getCase(tx, id));
  return { workflow, status, reason };
};

export const getCases = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.listCases, async ({ query: { like, ...query } }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), async (tx) => {
      const filter = { ...query, ...(await alike(tx, like)) };
      return readPage(query.limit, (limit) => listCases(tx, { ...filter, limit }));
    });
    if (rows.length === 0) checkNames(contracts, query);
    return { cases: rows.map(toCase), nextCursor };
  });
