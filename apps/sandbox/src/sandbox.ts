import { newId, systemClock, type Clock } from '@sherpa/core';
import express, { type Express, type RequestHandler } from 'express';
import { makeBooks } from './books.ts';
import { makeMovableClock } from './clock.ts';
import { controlRoutes } from './control/control-routes.ts';
import { makeFaultList } from './faults/fault-list.ts';
import { makeVendorRouter } from './http/mount.ts';
import { json } from './http/reply.ts';
import type { HubSpotChange } from './hubspot/change.ts';
import { mountHubSpot } from './hubspot/mount-hubspot.ts';
import { vendorLimits } from './limits/settings.ts';
import type { NotionChange } from './notion/change.ts';
import { mountNotion } from './notion/mount-notion.ts';
import type { StripeEvent } from './stripe/records/event.ts';
import { mountStripe } from './stripe/mount-stripe.ts';
import { makeWorld } from './world/make-world.ts';

export interface SandboxOptions {
  readonly seed: number;
  readonly contacts: number;
  readonly hubspotToken: string;
  readonly stripeKey: string;
  readonly notionToken: string;
  readonly clock?: Clock;
  onHubSpotChange?(change: HubSpotChange): void;
  onStripeEvent?(event: StripeEvent): void;
  onNotionChange?(change: NotionChange): void;
  /** A fault of the sandbox's own, answered with the vendor's 500. */
  onBroken(err: unknown): void;
}

/** Unlike `app.use(prefix)` this leaves the path whole: routes, faults and books name it as callers do. */
const under =
  (prefix: string, handle: RequestHandler): RequestHandler =>
  (request, response, next) =>
    request.path.startsWith(prefix) ? handle(request, response, next) : next();

/** The vendors and the controls as one Express application, with a world of its own. */
export const makeSandbox = (options: SandboxOptions): Express => {
  const { seed, contacts, onBroken } = options;
  const clock = makeMovableClock(options.clock ?? systemClock);
  const limits = vendorLimits();
  const faults = makeFaultList();
  const books = makeBooks();
  const world = makeWorld({
    seed,
    contacts,
    clock,
    limits,
    books,
    onHubSpotChange: (change) => options.onHubSpotChange?.(change),
    onStripeEvent: (event) => options.onStripeEvent?.(event),
    onNotionChange: (change) => options.onNotionChange?.(change),
  });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'extended');
  const hubspot = mountHubSpot({
    hubspot: world.hubspot,
    token: options.hubspotToken,
    faults,
    books,
    onBroken,
  });
  const stripe = mountStripe({
    account: world.stripe,
    key: options.stripeKey,
    limits: limits.stripe,
    faults,
    books,
    nowMs: clock.nowMs,
    onBroken,
  });
  const notion = mountNotion({
    workspace: world.notion,
    token: options.notionToken,
    faults,
    books,
    onBroken,
  });
  app.use(
    under('/crm/', hubspot),
    under('/account-info/', hubspot),
    under('/oauth/', hubspot),
    under('/v1/', stripe),
    under('/notion/v1/', notion),
  );
  app.use(
    makeVendorRouter({
      routes: controlRoutes({ world, clock, limits, faults, books, seed }),
      layers: [],
      parseBody: express.json(),
      newRequestId: newId,
      onReply: () => undefined,
      notFound: () => json({ error: 'There is nothing here; GET / tells what there is.' }, 404),
      unreadable: () => json({ error: 'The body is not JSON.' }, 400),
      broken: (_request, err) => {
        onBroken(err);
        return json({ error: 'The sandbox itself failed.' }, 500);
      },
    }),
  );
  return app;
};
