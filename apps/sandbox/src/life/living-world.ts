import type { Clock } from '@sherpa/core';
import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import type { HubSpotChange } from '../hubspot/change.ts';
import type { Journal } from '../journal/journal.ts';
import type { Limits } from '../limits/settings.ts';
import type { NotionChange } from '../notion/change.ts';
import { makeRandom } from '../random.ts';
import type { StripeEvent } from '../stripe/records/event.ts';
import { makePostOffice, type PostOffice } from '../webhooks/post-office.ts';
import { makeWorld, type World } from '../world/make-world.ts';
import { makeTally, type Tally } from './tally.ts';
import { makeWorldLife, type WorldLife } from './world-life.ts';

/** A world in which time passes and of which others are told. */
export interface LivingWorld {
  readonly world: World;
  readonly clock: MovableClock;
  readonly life: WorldLife;
  readonly tally: Tally;
  readonly postOffice: PostOffice;
  /** What has fallen due since the world was made is done, and from now on what falls due. */
  start(): void;
  /** Ends what goes on by itself. */
  stop(): void;
}

export interface LivingWorldDeps {
  readonly seed: number;
  readonly contacts: number;
  readonly realClock: Clock;
  readonly clock: MovableClock;
  readonly journal?: Journal | undefined;
  readonly limits: Limits;
  readonly books: Books;
  onHubSpotChange?(change: HubSpotChange): void;
  onStripeEvent?(event: StripeEvent): void;
  onNotionChange?(change: NotionChange): void;
  onBroken(err: unknown): void;
}

/** What time has made due is looked for so often, where nobody moves the clock. */
const TICK_MS = 30_000;

const toldWorld = (deps: LivingWorldDeps, postOffice: PostOffice, tally: Tally): World =>
  makeWorld({
    ...deps,
    onHubSpotChange: (change) => {
      deps.journal?.touch();
      tally.hubspot(change);
      deps.onHubSpotChange?.(change);
      postOffice.tellHubSpot(change);
    },
    onStripeEvent: (event) => {
      deps.journal?.touch();
      tally.stripe(event);
      deps.onStripeEvent?.(event);
      postOffice.tellStripe(event);
    },
    onNotionChange: (change) => {
      deps.journal?.touch();
      tally.notion(change);
      deps.onNotionChange?.(change);
      postOffice.tellNotion(change);
    },
  });

export const makeLivingWorld = (deps: LivingWorldDeps): LivingWorld => {
  const { realClock, clock, journal, books } = deps;
  const random = makeRandom(deps.seed);
  const tally = makeTally();
  const postOffice = makePostOffice({
    random: random.fork('webhooks'),
    clock,
    books,
    realNowMs: () => realClock.now().getTime(),
    sender: () => world.notion,
  });
  const world: World = toldWorld(deps, postOffice, tally);
  const life = makeWorldLife({
    world,
    clock,
    random: random.fork('people'),
    journeys: journal,
    onStep: postOffice.wake,
  });
  const catchUp = () => void life.catchUp().catch(deps.onBroken);
  let ticking: NodeJS.Timeout | undefined;
  return {
    world,
    clock,
    life,
    tally,
    postOffice,
    start: () => {
      catchUp();
      ticking = setInterval(catchUp, TICK_MS);
      ticking.unref();
    },
    stop: () => {
      clearInterval(ticking);
      postOffice.stop();
    },
  };
};
