import { newId, systemClock, type Clock } from '@sherpa/core';
import express, { type Express, type RequestHandler } from 'express';
import { makeBooks, type Books } from './books.ts';
import { makeMovableClock } from './clock.ts';
import type { ControlDeps } from './control/deps.ts';
import { controlRoutes } from './control/control-routes.ts';
import { ownWordsLayer } from './control/own-words-layer.ts';
import { makeFaultList, type FaultList } from './faults/fault-list.ts';
import { makeVendorRouter } from './http/mount.ts';
import { json } from './http/reply.ts';
import type { HubSpotChange } from './hubspot/change.ts';
import { mountHubSpot } from './hubspot/mount-hubspot.ts';
import type { JournalFile } from './journal/journal-file.ts';
import { makeJournal, plainWork, type Journal } from './journal/journal.ts';
import { replay } from './journal/replay.ts';
import { makeLivingWorld, type LivingWorld } from './life/living-world.ts';
import { vendorLimits, type Limits } from './limits/settings.ts';
import type { NotionChange } from './notion/change.ts';
import { runDueJobs } from './notion/changes/template-jobs.ts';
import { mountNotion } from './notion/mount-notion.ts';
import type { StripeEvent } from './stripe/records/event.ts';
import { makeSwitches } from './stripe/switches.ts';
import { mountStripe } from './stripe/mount-stripe.ts';
import type { NewTarget } from './webhooks/target.ts';

export interface SandboxOptions {
  readonly seed: number;
  readonly contacts: number;
  readonly hubspotToken: string;
  readonly stripeKey: string;
  readonly notionToken: string;
  readonly clock?: Clock;
  /** Where what is done to it is kept, and what was done before. */
  readonly journal?: JournalFile | undefined;
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
  /** Resolves when what was done before is done again. */
  readonly ready: Promise<void>;
  /** Ends what goes on by itself: deliveries, and the passing of time. */
  stop(): void;
}

interface Fittings {
  readonly limits: Limits;
  readonly faults: FaultList;
  readonly books: Books;
  readonly journal: Journal | undefined;
}

/** The vendors, each under its own prefix. */
const mountVendors = (
  { world, clock }: LivingWorld,
  { limits, faults, books, journal }: Fittings,
  options: SandboxOptions,
): readonly RequestHandler[] => {
  const { onBroken } = options;
  const shared = { faults, books, journal, onBroken };
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

const mountControls = (
  deps: ControlDeps,
  journal: Journal | undefined,
  onBroken: SandboxOptions['onBroken'],
): RequestHandler => {
  const routes = controlRoutes(deps);
  return makeVendorRouter({
    routes,
    work: journal?.workOf('sandbox', routes) ?? plainWork,
    layers: [ownWordsLayer],
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
};

/** Brings back what was done, without what was only set: limits, switches, books. */
const bringBack = async (
  { world, life, clock }: LivingWorld,
  { limits, books }: Pick<Fittings, 'limits' | 'books'>,
  kept: { readonly journal: Journal; readonly entries: JournalFile['entries'] },
): Promise<boolean> => {
  const writeTemplates = () => runDueJobs(world.notion);
  const people = await replay({ clock, life, journal: kept.journal, writeTemplates }, kept.entries);
  const asMade = vendorLimits();
  Object.assign(limits.hubspot, asMade.hubspot);
  Object.assign(limits.stripe, asMade.stripe);
  Object.assign(limits.notion, asMade.notion);
  Object.assign(world.stripe.switches, makeSwitches());
  books.clear();
  clock.release();
  return people;
};

export const makeSandbox = (options: SandboxOptions): Sandbox => {
  const { journal: kept, people = false, onBroken } = options;
  const realClock = options.clock ?? systemClock;
  const clock = makeMovableClock(realClock);
  // A world is made as of a moment: that of its beginning, also where it is made once more.
  if (kept !== undefined) clock.hold(kept.header.beganMs);
  const journal = kept && makeJournal({ clock, append: kept.append });
  const fittings = { limits: vendorLimits(), faults: makeFaultList(), books: makeBooks(), journal };
  const living = makeLivingWorld({ ...options, ...fittings, realClock, clock });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'extended');
  app.use(...mountVendors(living, fittings, options));
  app.use(mountControls({ ...living, ...fittings, seed: options.seed }, journal, onBroken));
  const begin = (): void => {
    for (const target of options.webhooks ?? []) living.postOffice.addTarget(target);
    living.start();
  };
  const goOn = async (again: Journal, { entries }: JournalFile): Promise<void> => {
    const before = await bringBack(living, fittings, { journal: again, entries });
    again.start(people);
    if (people !== before) living.life.setPeople(people);
    begin();
  };
  if (kept !== undefined && journal !== undefined)
    return { app, ready: goOn(journal, kept), stop: living.stop };
  living.life.setPeople(people);
  begin();
  return { app, ready: Promise.resolve(), stop: living.stop };
};
