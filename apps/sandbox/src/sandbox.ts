import { newId, systemClock, type Clock } from '@sherpa/core';
import express, { type Express, type RequestHandler } from 'express';
import { makeBooks, type Books } from './books.ts';
import type { ControlDeps } from './control/deps.ts';
import { controlRoutes } from './control/control-routes.ts';
import { makeFaultList, type FaultList } from './faults/fault-list.ts';
import { makeVendorRouter } from './http/mount.ts';
import { json } from './http/reply.ts';
import type { HubSpotChange } from './hubspot/change.ts';
import { mountHubSpot } from './hubspot/mount-hubspot.ts';
import { makeLivingWorld, type LivingWorld } from './life/living-world.ts';
import { vendorLimits, type Limits } from './limits/settings.ts';
import type { NotionChange } from './notion/change.ts';
import { mountNotion } from './notion/mount-notion.ts';
import type { StripeEvent } from './stripe/records/event.ts';
import { mountStripe } from './stripe/mount-stripe.ts';
import type { NewTarget } from './webhooks/target.ts';

export interface SandboxOptions {
  readonly seed: number;
  readonly contacts: number;
  readonly hubspotToken: string;
  readonly stripeKey: string;
  readonly notionToken: string;
  readonly clock?: Clock;
  /** Whether people do their daily work from the start. */
  readonly people?: boolean;
  readonly webhooks?: readonly NewTarget[];
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

/** A sandbox with a world of its own, not yet listening. */
export interface Sandbox {
  /** The vendors and the controls as one application. */
  readonly app: Express;
  /** Ends what goes on by itself: deliveries, and the passing of time. */
  stop(): void;
}

/** The vendors, each under its own prefix. */
const mountVendors = (
  { world, clock }: LivingWorld,
  { limits, faults, books }: { limits: Limits; faults: FaultList; books: Books },
  options: SandboxOptions,
): readonly RequestHandler[] => {
  const { onBroken } = options;
  const shared = { faults, books, onBroken };
  const hubspot = mountHubSpot({ hubspot: world.hubspot, token: options.hubspotToken, ...shared });
  const stripe = mountStripe({
    account: world.stripe,
    key: options.stripeKey,
    limits: limits.stripe,
    nowMs: clock.nowMs,
    ...shared,
  });
  const notion = mountNotion({ workspace: world.notion, token: options.notionToken, ...shared });
  return [
    under('/crm/', hubspot),
    under('/account-info/', hubspot),
    under('/oauth/', hubspot),
    under('/v1/', stripe),
    under('/notion/v1/', notion),
  ];
};

const mountControls = (deps: ControlDeps, onBroken: SandboxOptions['onBroken']): RequestHandler =>
  makeVendorRouter({
    routes: controlRoutes(deps),
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
  });

export const makeSandbox = (options: SandboxOptions): Sandbox => {
  const limits = vendorLimits();
  const faults = makeFaultList();
  const books = makeBooks();
  const living = makeLivingWorld({ ...options, realClock: options.clock ?? systemClock, limits, books });
  for (const target of options.webhooks ?? []) living.postOffice.addTarget(target);
  living.life.setPeople(options.people ?? false);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'extended');
  app.use(...mountVendors(living, { limits, faults, books }, options));
  app.use(mountControls({ ...living, limits, faults, books, seed: options.seed }, options.onBroken));
  return { app, stop: living.stop };
};
