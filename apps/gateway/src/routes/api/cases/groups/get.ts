import { routes } from '@sherpa/api';
import { groupCases } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import { checkNames } from '../../../check-names.ts';
import type { RouteDeps } from '../../../deps.ts';

export const getCaseGroups = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.listCaseGroups, async ({ query }, caller) => {
    const found = await db.withTenant(await caller.tenantId(), (tx) =>
      groupCases(tx, { ...query, limit: query.limit + 1 }),
    );
    if (found.length === 0) checkNames(contracts, query);
    const groups = found.slice(0, query.limit).map(({ oldestAt, dueAt, ...group }) => ({
      ...group,
      oldestAt: oldestAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
    }));
    const last = groups.at(-1);
    return { groups, nextCursor: found.length > groups.length ? (last?.sampleId ?? null) : null };
  });
