import { routes } from '@sherpa/api';
import { listApprovals } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';
import { toApproval } from '../../to-wire.ts';

export const getApprovals = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listApprovals, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listApprovals(tx, { ...query, limit })),
    );
    return { approvals: rows.map(toApproval), nextCursor };
  });
