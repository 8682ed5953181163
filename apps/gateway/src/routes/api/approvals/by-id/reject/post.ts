import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../../http/handler.ts';
import { toApproval } from '../../../../to-wire.ts';
import { decide, type DecideDeps } from '../decide.ts';

export const postApprovalReject = (deps: DecideDeps) =>
  defineHandler(routes.rejectApproval, async ({ params, body }, caller) =>
    toApproval(
      await decide(deps, {
        tenantId: await caller.tenantId(),
        id: params.id,
        decision: { ...body, approved: false },
      }),
    ),
  );
