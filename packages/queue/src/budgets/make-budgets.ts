import { AppError, newId, type BudgetAccount, type BudgetRequest, type Budgets } from '@sherpa/core';
import { toBudgetState } from './budget-state.ts';
import type { BudgetStore } from './budget-store.ts';
import { circuitPolicy, type CircuitPolicy } from './circuit-policy.ts';
import { makeStoreClock } from './store-clock.ts';
import { mostWeight } from './window-terms.ts';
import type { CircuitChange } from './exchange.ts';
import { makeLane, type Lane } from './lane.ts';
import { lineKey, makeLine, type Line } from './line.ts';

export interface BudgetsDeps {
  readonly store: BudgetStore;
  readonly policy?: Partial<CircuitPolicy>;
  readonly now?: () => number;
  /** Told of changes that this process has brought about, so that the fleet tells of each once. */
  readonly onCircuit?: (change: CircuitChange) => void;
}

/** The budgets of a process, and what its end owes them. */
export interface RunningBudgets extends Budgets {
  /** Tells the store of the calls that have ended. */
  flush(): Promise<void>;
}

const monotonicMs = (): number => performance.now();

const refuseImpossible = ({ windows, weight, account }: BudgetRequest): void => {
  const tight = windows.find((window) => weight > mostWeight(window));
  if (tight === undefined) return;
  throw new AppError('A call counts for more than its budget ever lets in.', {
    code: 'config_invalid',
    retry: 'never',
    details: { vendor: account.vendor, window: tight.name, limit: tight.limit, weight },
  });
};

/** Makes the budgets over a store; they hold no connection of their own. */
export const makeBudgets = ({
  store,
  policy,
  now = monotonicMs,
  onCircuit = () => undefined,
}: BudgetsDeps): RunningBudgets => {
  const lanes = new Map<string, Lane>();
  const lines = new Map<string, Line>();
  const ofProcess = newId().slice(-12);
  let calls = 0;
  const laneDeps = {
    store,
    policy: { ...circuitPolicy, ...policy },
    clock: makeStoreClock(),
    now,
    onCircuit,
    newCallId: () => `${ofProcess}${(calls += 1).toString(36)}`,
  };
  const laneOf = (account: BudgetAccount): Lane => {
    const lane = lanes.get(account.id) ?? makeLane(account, laneDeps);
    lanes.set(account.id, lane);
    return lane;
  };
  const lineOf = (request: BudgetRequest): Line => {
    const key = lineKey(request);
    const line = lines.get(key) ?? makeLine({ now, ask: (asked) => laneOf(asked.account).take(asked) });
    lines.set(key, line);
    return line;
  };
  return {
    take: async (request) => {
      refuseImpossible(request);
      return lineOf(request).take(request);
    },
    close: (account, closing) => laneOf(account).close(account, closing),
    read: async () => (await store.read()).map(toBudgetState),
    flush: async () => {
      await Promise.all([...lanes.values()].map((lane) => lane.flush()));
    },
  };
};
