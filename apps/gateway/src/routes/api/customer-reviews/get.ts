import { routes } from '@sherpa/api';
import { listReviews } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import { toCustomerReview } from '../../customers-to-wire.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';

export const getCustomerReviews = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listCustomerReviews, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listReviews(tx, { ...query, limit })),
    );
    return { reviews: rows.map(toCustomerReview), nextCursor };
  });
