import type { BudgetAccount, BudgetAnswer, BudgetRequest } from '@sherpa/core';
import { budgetReplySchema, type BudgetReply, type CircuitEvent } from './budget-reply.ts';
import type { BudgetStore } from './budget-store.ts';
import type { CircuitPolicy } from './circuit-policy.ts';
import { makePermit, type EndedCall } from './permit.ts';
import type { StoreClock } from './store-clock.ts';
import { toAsk, type Wanted } from './to-ask.ts';
import { toWindowTerms } from './window-terms.ts';

/** The circuit of an account has changed, and this process is the one that brought it about. */
export interface CircuitChange {
  readonly account: BudgetAccount;
  readonly kind: CircuitEvent['kind'];
  readonly cause: CircuitEvent['cause'];
  readonly restMs: number;
}

/** What this process asks the store about one account. */
export interface Lane {
  take(request: BudgetRequest): Promise<BudgetAnswer>;
  close(account: BudgetAccount, closing: { window: string | null; forMs: number }): Promise<void>;
  /** Tells the store what it has not been told yet. */
  flush(): Promise<void>;
}

interface LaneDeps {
  readonly store: BudgetStore;
  readonly policy: CircuitPolicy;
  readonly newCallId: () => string;
  readonly clock: StoreClock;
  readonly now: () => number;
  readonly onCircuit: (change: CircuitChange) => void;
}

interface Waiting extends Wanted {
  readonly resolve: (answer: BudgetAnswer) => void;
  readonly reject: (error: unknown) => void;
}

interface Closing {
  readonly window: string | null;
  readonly forMs: number;
}

/** One script runs that long at most that others wait for: a call costs it some ten microseconds. */
const MOST_WANTS = 100;
const MOST_ENDED = 500;
/** Nobody else learns of a call that ended before that, where no call of ours takes the word along. */
const TELL_WITHIN_MS = 20;

const toAnswers = (
  wants: readonly Waiting[],
  reply: BudgetReply,
  deps: Pick<LaneDeps, 'clock' | 'now'> & { readonly onEnd: (call: EndedCall) => void },
  windows: ReturnType<typeof toAsk>['windows'],
): void => {
  for (const [at, { id, request, resolve, reject }] of wants.entries()) {
    const granted = reply.answers[at];
    if (granted === undefined) reject(new Error('The store of budgets left a call without an answer.'));
    else if (granted.kind === 'refused') resolve(granted);
    else {
      const { weight, skewFactor } = request;
      const permit = makePermit({ id, weight, skewFactor, granted, reply, windows, ...deps });
      resolve({ kind: 'granted', permit });
    }
  }
};

/**
 * One round trip at a time: what is asked meanwhile goes with the next one, in its order, so that a busy
 * process pays for a round trip and not for each call.
 */
export const makeLane = (first: BudgetAccount, deps: LaneDeps): Lane => {
  const { store, policy, clock, now } = deps;
  const wants: Waiting[] = [];
  const ended: EndedCall[] = [];
  const closings: Closing[] = [];
  let account = first;
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const onEnd = (call: EndedCall): void => {
    ended.push(call);
    // What a probe has found out is what everybody waits for.
    if (call.probe === true || ended.length >= MOST_ENDED) send();
    else tellSoon();
  };

  const tellSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      send();
    }, TELL_WITHIN_MS).unref();
  };

  const exchange = async (): Promise<void> => {
    const batch = { wants: wants.splice(0, MOST_WANTS), ended: ended.splice(0, MOST_ENDED) };
    const ask = toAsk({ ...batch, account, policy, closings: closings.splice(0) });
    const sentAt = now();
    try {
      const reply = budgetReplySchema.parse(await store.ask(ask));
      clock.observe({ storeMs: reply.now, sentAt, cameAt: now() });
      for (const event of reply.events) deps.onCircuit({ account, ...event });
      toAnswers(batch.wants, reply, { clock, now, onEnd }, ask.windows);
    } catch (err) {
      for (const { reject } of batch.wants) reject(err);
      if (batch.wants.length === 0) throw err;
    }
  };

  const hasMore = (): boolean => wants.length > 0 || closings.length > 0;

  const exchangeAll = async (): Promise<void> => {
    // Begins in the next turn, with all that this one has to ask.
    await Promise.resolve();
    clearTimeout(timer);
    timer = undefined;
    do await exchange();
    while (hasMore());
  };

  const send = (): void => {
    underWay ??= exchangeAll().finally(() => {
      underWay = undefined;
      if (hasMore()) send();
      else if (ended.length > 0) tellSoon();
    });
    // Who waits for an answer is told by his own promise; that a call has ended need not arrive.
    underWay.catch(() => undefined);
  };

  return {
    take: (request) => {
      ({ account } = request);
      const { promise, resolve, reject } = Promise.withResolvers<BudgetAnswer>();
      wants.push({ id: deps.newCallId(), request, resolve, reject });
      send();
      return promise;
    },
    close: async (closed, closing) => {
      account = closed;
      closings.push(closing);
      send();
      await underWay;
    },
    flush: async () => {
      if (ended.length > 0) send();
      await underWay;
    },
  };
};

/** The largest weight that the window ever lets in at once. */
export const mostWeight = (window: BudgetRequest['windows'][number]): number => {
  const { shared, granule } = toWindowTerms(window);
  return shared * granule;
};
