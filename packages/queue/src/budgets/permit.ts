import type { BudgetPermit, CallEnd } from '@sherpa/core';
import type { BudgetReply, StoreAnswer } from './budget-reply.ts';
import type { SettledCall } from './budget-store.ts';
import type { StoreClock } from './store-clock.ts';
import type { WindowTerms } from './window-terms.ts';

type Granted = Extract<StoreAnswer, { kind: 'granted' }>;

/** A call that has been settled, and by the names of its windows: a later batch numbers them anew. */
export type EndedCall = Omit<SettledCall, 'places' | 'left'> & {
  readonly places: readonly NamedPlace[];
  readonly left: readonly (Omit<SettledCall['left'][number], 'x'> & { readonly window: WindowTerms })[];
};

export interface NamedPlace {
  readonly window: WindowTerms;
  readonly reserved: boolean;
  readonly basis: number;
}

interface PermitParts {
  readonly id: string;
  readonly weight: number;
  readonly skewFactor: number;
  readonly granted: Granted;
  readonly reply: Pick<BudgetReply, 'now' | 'failing'>;
  /** Of the batch, in its order. */
  readonly windows: readonly WindowTerms[];
  readonly clock: StoreClock;
  readonly now: () => number;
  readonly onEnd: (call: EndedCall) => void;
}

/** What is left of the skew for the way to the vendor, once a call is on its way. */
const SHARE_OF_THE_WAY = 0.5;

const placesOf = ({ granted, windows }: PermitParts): readonly (NamedPlace & { readonly used: number })[] =>
  granted.places.flatMap(({ x, ...place }) => {
    const window = windows[x - 1];
    return window === undefined ? [] : [{ ...place, window }];
  });

const leftOf = (parts: PermitParts, places: ReturnType<typeof placesOf>, said: CallEnd['left']) =>
  places.flatMap(({ window, used }) => {
    const left = said?.[window.name];
    // Less is believed; more is said all the time, since calls count here for longer than there.
    if (left === undefined || left >= window.limit - used) return [];
    return [{ window, left, used, granted: parts.granted.granted }];
  });

/**
 * The permit that a store granted, for a moment of the store's clock: the call begins when that has come for
 * sure, and is late by what may have passed since.
 */
export const makePermit = (parts: PermitParts): BudgetPermit => {
  const { id, weight, granted, reply, skewFactor, clock, now, onEnd } = parts;
  const start = reply.now + granted.startInMs;
  const places = placesOf(parts);
  const probe = granted.probe ? { probe: true as const } : {};
  const fine = places.filter(({ window }) => window.granule === 1).map(({ window }) => window.skewMs);
  const patienceMs = Math.min(...fine, Infinity) * skewFactor * (1 - SHARE_OF_THE_WAY);
  const giveBack = (): void => {
    onEnd({ id, weight, places, left: [], unsent: true, ...probe });
  };
  return {
    startAt: clock.surelyAt(start),
    use: () => {
      const isInTime = now() - clock.soonestAt(start) <= patienceMs;
      if (!isInTime) giveBack();
      return isInTime;
    },
    giveBack,
    settle: ({ answered, health, left }) => {
      const basis = clock.latestMs(now());
      const isEarlier = answered && places.some((place) => place.window.granule === 1 && basis < place.basis);
      // A success is news only where there was trouble.
      const isNews = health !== undefined && (health !== 'good' || reply.failing || granted.probe);
      const said = leftOf(parts, places, left);
      if (!isEarlier && !isNews && !granted.probe && said.length === 0) return;
      onEnd({
        id,
        weight,
        places,
        left: said,
        ...(isEarlier ? { basis } : {}),
        ...(isNews ? { health } : {}),
        ...probe,
      });
    },
  };
};
