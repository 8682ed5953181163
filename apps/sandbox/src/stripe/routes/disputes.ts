import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { addEvidence, closeDispute } from '../changes/dispute-charge.ts';
import { named } from '../kind.ts';
import { disputeKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { evidenceFields } from '../objects/wire-dispute.ts';
import { expandParams, flag, listParams } from '../params.ts';
import { renderDispute } from '../render.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/disputes';

const listSchema = z.strictObject({
  ...listParams,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
});

const MAX_TEXT = 20_000;

const changesSchema = z.strictObject({
  ...expandParams,
  evidence: z
    .record(
      z.string().refine((name) => evidenceFields.includes(name), 'Received unknown evidence'),
      z.string().max(MAX_TEXT),
    )
    .default({}),
  submit: flag.default(true),
  metadata: metadataParam,
});

export const disputeRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = disputeKind(account);
  return [
    listRoute(account, kind, {
      schema: listSchema,
      isListed: (dispute, { charge, payment_intent: payment }) =>
        (charge === undefined || dispute.chargeId === charge) &&
        (payment === undefined || dispute.paymentId === payment),
    }),
    getRoute(account, kind),
    writingRoute(account, {
      path: `${PATH}/:id`,
      schema: changesSchema,
      run: ({ evidence, submit, metadata }, cause, request) => {
        const dispute = named(kind, paramOf(request, 'id'));
        dispute.metadata = mergeMetadata(dispute.metadata, metadata);
        addEvidence(account, dispute, { evidence, isSubmitted: submit }, cause);
        return renderDispute(account, dispute);
      },
    }),
    writingRoute(account, {
      path: `${PATH}/:id/close`,
      schema: z.strictObject(expandParams),
      run: (_params, cause, request) => {
        const dispute = named(kind, paramOf(request, 'id'));
        closeDispute(account, dispute, 'lost', cause);
        return renderDispute(account, dispute);
      },
    }),
  ];
};
