import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { getReview, withSides } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import { toReviewWithSides } from '../../../customers-to-wire.ts';
import type { RouteDeps } from '../../../deps.ts';

export const getCustomerReviewById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showCustomerReview, async ({ params }, caller) => {
    const [found] = await db.withTenant(await caller.tenantId(), async (tx) => {
      const review = await getReview(tx, params.id);
      return review === undefined ? [] : withSides(tx, [review]);
    });
    if (found === undefined) throw new NotFoundError('There is no such review.');
    return toReviewWithSides(found);
  });
