import { routes } from '@sherpa/api';
import { listReviews, withSides } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import { toReviewWithSides } from '../../customers-to-wire.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';

export const getCustomerReviews = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listCustomerReviews, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), async (tx) => {
      const page = await readPage(query.limit, (limit) => listReviews(tx, { ...query, limit }));
      return { ...page, rows: await withSides(tx, page.rows) };
    });
    return { reviews: rows.map(toReviewWithSides), nextCursor };
  });
