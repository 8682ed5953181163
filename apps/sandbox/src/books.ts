import type { Reply } from './http/reply.ts';
import type { Vendor } from './http/route.ts';

interface CallLine {
  readonly vendor: Vendor;
  readonly method: string;
  readonly route: string;
  readonly total: number;
  /** Answers by status; `hang`, `reset` and `lost` count what never arrived. */
  readonly outcomes: Readonly<Record<string, number>>;
}

interface EffectLine {
  readonly vendor: Vendor;
  readonly object: string;
  /** What the caller meant to be done once, such as `Idempotency-Key: abc` or `sherpa_key=abc`. */
  readonly key: string;
  readonly creates: number;
  readonly updates: number;
}

interface DeliveryLine {
  readonly vendor: Vendor;
  /** The status a target answered with, or why there was none. */
  readonly outcome: string;
  readonly requests: number;
  readonly events: number;
}

export type EffectKind = 'creates' | 'updates';

/** What callers did to the sandbox: every call, and every write by the key it carried. */
export interface Books {
  noteCall(vendor: Vendor, call: { method: string; route: string; reply: Reply }): void;
  noteEffect(effect: { vendor: Vendor; object: string; key: string; kind: EffectKind }): void;
  /** What became of a webhook. */
  noteDelivery(delivery: { vendor: Vendor; outcome: string; events: number }): void;
  read(): {
    calls: readonly CallLine[];
    effects: readonly EffectLine[];
    deliveries: readonly DeliveryLine[];
  };
  clear(): void;
}

const outcomeOf = (reply: Reply): string => {
  if (reply.kind !== 'answer') return reply.kind;
  return reply.delivery === 'lost' ? 'lost' : String(reply.status);
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0);

export const makeBooks = (): Books => {
  const calls = new Map<
    string,
    { vendor: Vendor; method: string; route: string; outcomes: Map<string, number> }
  >();
  const effects = new Map<
    string,
    { vendor: Vendor; object: string; key: string; creates: number; updates: number }
  >();
  const deliveries = new Map<string, { vendor: Vendor; outcome: string; requests: number; events: number }>();
  return {
    noteCall: (vendor, { method, route, reply }) => {
      const id = `${vendor} ${method} ${route}`;
      const line = calls.get(id) ?? { vendor, method, route, outcomes: new Map<string, number>() };
      const outcome = outcomeOf(reply);
      line.outcomes.set(outcome, (line.outcomes.get(outcome) ?? 0) + 1);
      calls.set(id, line);
    },
    noteEffect: ({ vendor, object, key, kind }) => {
      const id = `${vendor} ${object} ${key}`;
      const line = effects.get(id) ?? { vendor, object, key, creates: 0, updates: 0 };
      line[kind] += 1;
      effects.set(id, line);
    },
    noteDelivery: ({ vendor, outcome, events }) => {
      const id = `${vendor} ${outcome}`;
      const line = deliveries.get(id) ?? { vendor, outcome, requests: 0, events: 0 };
      line.requests += 1;
      line.events += events;
      deliveries.set(id, line);
    },
    read: () => ({
      calls: [...calls.values()].map(({ outcomes, ...line }) => ({
        ...line,
        total: sum(outcomes.values()),
        outcomes: Object.fromEntries(outcomes),
      })),
      effects: [...effects.values()],
      deliveries: [...deliveries.values()],
    }),
    clear: () => {
      calls.clear();
      effects.clear();
      deliveries.clear();
    },
  };
};
