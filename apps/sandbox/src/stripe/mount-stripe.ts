import { newId } from '@sherpa/core';
import express, { type Router } from 'express';
import type { Books } from '../books.ts';
import { makeFaultLayer } from '../faults/fault-layer.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { makeVendorRouter } from '../http/mount.ts';
import { plainWork, type Journal } from '../journal/journal.ts';
import type { Limits } from '../limits/settings.ts';
import type { StripeAccount } from './account.ts';
import { makeAuthLayer } from './auth-layer.ts';
import { makeBrokenLayer } from './broken-layer.ts';
import { errorAnswer, tooManyAnswer } from './errors.ts';
import { headerLayer } from './header-layer.ts';
import { makeIdempotencyLayer } from './idempotency-layer.ts';
import { makeLimitLayer } from './limit-layer.ts';
import { makeLockLayer } from './lock-layer.ts';
import { stripeRoutes } from './stripe-routes.ts';

export interface MountStripeDeps {
  readonly account: StripeAccount;
  readonly key: string;
  readonly limits: Limits['stripe'];
  readonly faults: FaultList;
  readonly books: Books;
  readonly journal?: Journal | undefined;
  nowMs(): number;
  onBroken(err: unknown): void;
}

/** Stripe: who you are, how fast you ask, whether you asked before, who else writes, what goes wrong, then the route. */
export const mountStripe = ({
  account,
  key,
  limits,
  faults,
  books,
  journal,
  nowMs,
  onBroken,
}: MountStripeDeps): Router => {
  const idempotency = makeIdempotencyLayer({
    nowMs,
    onDone: (request, idempotencyKey) =>
      account.noteEffect({
        object: `POST ${request.path}`,
        key: `Idempotency-Key: ${idempotencyKey}`,
        kind: 'creates',
      }),
  });
  const routes = stripeRoutes(account);
  return makeVendorRouter({
    routes,
    work: journal?.workOf('stripe', routes, idempotency.remember) ?? plainWork,
    layers: [
      headerLayer,
      makeAuthLayer({ key }),
      makeLimitLayer({ limits, nowMs }),
      idempotency.layer,
      makeBrokenLayer(account.switches),
      makeLockLayer({ limits }),
      makeFaultLayer({ vendor: 'stripe', faults, tooMany: tooManyAnswer }),
    ],
    parseBody: express.urlencoded({ extended: true, limit: '1mb' }),
    // Not the account's own chance: how often somebody reads must not decide the ids of what is made.
    newRequestId: () => `req_${newId().replaceAll('-', '')}`,
    onReply: (call) => books.noteCall('stripe', call),
    notFound: (request) =>
      errorAnswer(404, {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${request.method}: ${request.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      }),
    unreadable: () =>
      errorAnswer(400, {
        type: 'invalid_request_error',
        message: 'Invalid request: the body cannot be read.',
      }),
    broken: (_request, err) => {
      onBroken(err);
      return errorAnswer(500, { type: 'api_error', message: 'An unknown error occurred' });
    },
  });
};
