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
import { makeWorldLife } from './life/world-life.ts';
import { vendorLimits } from './limits/settings.ts';
import type { NotionChange } from './notion/change.ts';
import { mountNotion } from './notion/mount-notion.ts';
import type { StripeEvent } from './stripe/records/event.ts';
import { makeRandom } from './random.ts';
import { mountStripe } from './stripe/mount-stripe.ts';
import { makePostOffice } from './webhooks/post-office.ts';
import type { NewTarget } from './webhooks/target.ts';
import { makeWorld, type World } from './world/make-world.ts';

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

/** What time has made due is looked for so often, where nobody moves the clock. */
const TICK_MS = 30_000;

export const makeSandbox = (options: SandboxOptions): Sandbox => {
  const { seed, contacts, onBroken } = options;
  const realClock = options.clock ?? systemClock;
  const clock = makeMovableClock(realClock);
  const limits = vendorLimits();
  const faults = makeFaultList();
  const books = makeBooks();
  const random = makeRandom(seed);
  const postOffice = makePostOffice({
    random: random.fork('webhooks'),
    clock,
    books,
    realNowMs: () => realClock.now().getTime(),
    sender: () => ({
      workspaceId: world.notion.id,
      workspaceName: world.notion.name,
      integrationId: world.notion.bot.id,
      subscriptionId: world.notion.id,
    }),
  });
  const world: World = makeWorld({
    seed,
    contacts,
    clock,
    limits,
    books,
    onHubSpotChange: (change) => {
      options.onHubSpotChange?.(change);
      postOffice.tellHubSpot(change);
    },
    onStripeEvent: (event) => {
      options.onStripeEvent?.(event);
      postOffice.tellStripe(event);
    },
    onNotionChange: (change) => {
      options.onNotionChange?.(change);
      postOffice.tellNotion(change);
    },
  });
  for (const target of options.webhooks ?? []) postOffice.addTarget(target);
  const life = makeWorldLife({ world, clock, random: random.fork('people'), onStep: postOffice.wake });
  life.setPeople(options.people ?? false);
  const ticking = setInterval(() => void life.catchUp().catch(onBroken), TICK_MS);
  ticking.unref();
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
      routes: controlRoutes({ world, clock, limits, faults, books, postOffice, life, seed }),
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
  return {
    app,
    stop: () => {
      clearInterval(ticking);
      postOffice.stop();
    },
  };
};
