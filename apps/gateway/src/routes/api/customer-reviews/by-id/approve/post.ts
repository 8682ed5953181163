import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { decide } from '../decide.ts';

export const postCustomerReviewApprove = (deps: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.approveCustomerReview, async ({ params, body }, caller) =>
    decide(deps, {
      tenantId: await caller.tenantId(),
      id: params.id,
      decision: { ...body, approved: true },
    }),
  );
