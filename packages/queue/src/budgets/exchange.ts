import type { BudgetAccount, BudgetAnswer } from '@sherpa/core';
import { budgetReplySchema, type BudgetReply, type CircuitEvent } from './budget-reply.ts';
import type { AskedWindow, BudgetStore } from './budget-store.ts';
import type { CircuitPolicy } from './circuit-policy.ts';
import { makePermit, type EndedCall } from './permit.ts';
import type { StoreClock } from './store-clock.ts';
import { toAsk, type Batch, type Wanted } from './to-ask.ts';

/** The circuit of an account has changed, and this process is the one that brought it about. */
export interface CircuitChange {
  readonly account: BudgetAccount;
  readonly kind: CircuitEvent['kind'];
  readonly cause: CircuitEvent['cause'];
  readonly restMs: number;
}

/** A call that waits for the store's answer. */
export interface AskingCall extends Wanted {
  readonly resolve: (answer: BudgetAnswer) => void;
  readonly reject: (error: unknown) => void;
}

export interface ExchangeDeps {
  readonly store: BudgetStore;
  readonly policy: CircuitPolicy;
  readonly clock: StoreClock;
  readonly now: () => number;
  readonly onCircuit: (change: CircuitChange) => void;
}

interface ToSend extends Omit<Batch, 'policy' | 'wants'> {
  readonly wants: readonly AskingCall[];
}

interface AnswerDeps extends Pick<ExchangeDeps, 'clock' | 'now'> {
  readonly windows: readonly AskedWindow[];
  readonly onEnd: (call: EndedCall) => void;
}

const answerAll = (wants: readonly AskingCall[], reply: BudgetReply, deps: AnswerDeps): void => {
  for (const [at, { id, request, resolve, reject }] of wants.entries()) {
    const granted = reply.answers[at];
    if (granted === undefined) reject(new Error('The store of budgets left a call without an answer.'));
    else if (granted.kind === 'refused') resolve(granted);
    else {
      const { weight, skewFactor } = request;
      resolve({ kind: 'granted', permit: makePermit({ id, weight, skewFactor, granted, reply, ...deps }) });
    }
  }
};

/** Makes one round trip: what ended goes there, what wants to begin is answered. Rejects where nobody else is told. */
export const makeExchange =
  ({ store, policy, clock, now, onCircuit }: ExchangeDeps) =>
  async (batch: ToSend, onEnd: (call: EndedCall) => void): Promise<void> => {
    const ask = toAsk({ ...batch, policy });
    const sentAt = now();
    try {
      const reply = budgetReplySchema.parse(await store.ask(ask));
      clock.observe({ storeMs: reply.now, sentAt, cameAt: now() });
      for (const event of reply.events) onCircuit({ account: batch.account, ...event });
      answerAll(batch.wants, reply, { clock, now, onEnd, windows: ask.windows });
    } catch (err) {
      for (const { reject } of batch.wants) reject(err);
      if (batch.wants.length === 0) throw err;
    }
  };
