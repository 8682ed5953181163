import type { BudgetPermit, CallEnd } from '@sherpa/core';
import type { BudgetReply, StoreAnswer } from './budget-reply.ts';
import type { SettledCall } from './budget-store.ts';
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
  /** When the batch was sent and when its answer came, on this process's clock. */
  readonly sentAt: number;
  readonly cameAt: number;
  readonly now: () => number;
  readonly onEnd: (call: EndedCall) => void;
}

/** What is left of the skew for the way to the vendor, once a call is on its way. */
const SHARE_OF_THE_WAY = 0.25;

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
 * The permit that a store granted. Its clock is not ours: the moment it spoke of lies between the sending of
 * the question and the coming of the answer, so a call begins by the later one and is judged by the earlier.
 */
export const makePermit = (parts: PermitParts): BudgetPermit => {
  const { id, weight, granted, reply, skewFactor, sentAt, cameAt, now, onEnd } = parts;
  const places = placesOf(parts);
  const probe = granted.probe ? { probe: true as const } : {};
  const fine = places.filter(({ window }) => window.granule === 1).map(({ window }) => window.skewMs);
  const patienceMs = Math.min(...fine, Infinity) * skewFactor * (1 - SHARE_OF_THE_WAY);
  const giveBack = (): void => {
    onEnd({ id, weight, places, left: [], unsent: true, ...probe });
  };
  return {
    startAt: cameAt + granted.startInMs,
    use: () => {
      const isInTime = now() - sentAt - granted.startInMs <= patienceMs;
      if (!isInTime) giveBack();
      return isInTime;
    },
    giveBack,
    settle: ({ answered, health, left }) => {
      const basis = reply.now + Math.ceil(now() - sentAt) + 1;
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
