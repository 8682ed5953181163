import type { Clock } from '@sherpa/core';
import type { Books } from '../books.ts';
import { makeMovableClock, type MovableClock } from '../clock.ts';
import type { HubSpotChange } from '../hubspot/change.ts';
import type { Limits } from '../limits/settings.ts';
import type { NotionChange } from '../notion/change.ts';
import { makeRandom } from '../random.ts';
import type { StripeEvent } from '../stripe/records/event.ts';
import { makePostOffice, type PostOffice } from '../webhooks/post-office.ts';
import { makeWorld, type World } from '../world/make-world.ts';
import { makeWorldLife, type WorldLife } from './world-life.ts';

/** A world in which time passes and of which others are told. */
export interface LivingWorld {
  readonly world: World;
  readonly clock: MovableClock;
  readonly life: WorldLife;
  readonly postOffice: PostOffice;
  /** Ends what goes on by itself. */
  stop(): void;
}

export interface LivingWorldDeps {
  readonly seed: number;
  readonly contacts: number;
  readonly realClock: Clock;
  readonly limits: Limits;
  readonly books: Books;
  onHubSpotChange?(change: HubSpotChange): void;
  onStripeEvent?(event: StripeEvent): void;
  onNotionChange?(change: NotionChange): void;
  onBroken(err: unknown): void;
}

/** What time has made due is looked for so often, where nobody moves the clock. */
const TICK_MS = 30_000;

const toldWorld = (deps: LivingWorldDeps, clock: MovableClock, postOffice: PostOffice): World =>
  makeWorld({
    ...deps,
    clock,
    onHubSpotChange: (change) => {
      deps.onHubSpotChange?.(change);
      postOffice.tellHubSpot(change);
    },
    onStripeEvent: (event) => {
      deps.onStripeEvent?.(event);
      postOffice.tellStripe(event);
    },
    onNotionChange: (change) => {
      deps.onNotionChange?.(change);
      postOffice.tellNotion(change);
    },
  });

export const makeLivingWorld = (deps: LivingWorldDeps): LivingWorld => {
  const { realClock, books } = deps;
  const random = makeRandom(deps.seed);
  const clock = makeMovableClock(realClock);
  const postOffice = makePostOffice({
    random: random.fork('webhooks'),
    clock,
    books,
    realNowMs: () => realClock.now().getTime(),
    sender: () => world.notion,
  });
  const world: World = toldWorld(deps, clock, postOffice);
  const life = makeWorldLife({ world, clock, random: random.fork('people'), onStep: postOffice.wake });
  const catchUp = () => void life.catchUp().catch(deps.onBroken);
  // The world was planned as of the day's first moment: what fell due since is done before anybody looks.
  catchUp();
  const ticking = setInterval(catchUp, TICK_MS);
  ticking.unref();
  return {
    world,
    clock,
    life,
    postOffice,
    stop: () => {
      clearInterval(ticking);
      postOffice.stop();
    },
  };
};
