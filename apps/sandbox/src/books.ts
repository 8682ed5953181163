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

export type EffectKind = 'creates' | 'updates';

/** What callers did to the sandbox: every call, and every write by the key it carried. */
export interface Books {
  noteCall(vendor: Vendor, call: { method: string; route: string; reply: Reply }): void;
  noteEffect(effect: { vendor: Vendor; object: string; key: string; kind: EffectKind }): void;
  read(): { calls: readonly CallLine[]; effects: readonly EffectLine[] };
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
    read: () => ({
      calls: [...calls.values()].map(({ outcomes, ...line }) => ({
        ...line,
        total: sum(outcomes.values()),
        outcomes: Object.fromEntries(outcomes),
      })),
      effects: [...effects.values()],
    }),
    clear: () => {
      calls.clear();
      effects.clear();
    },
  };
};
