import type { BudgetAccount, BudgetRequest } from '@sherpa/core';
import type { BudgetAsk } from './budget-store.ts';
import type { CircuitPolicy } from './circuit-policy.ts';
import type { EndedCall } from './permit.ts';
import { tellWindow } from './told-window.ts';
import { toWindowTerms, type WindowTerms } from './window-terms.ts';

/** A call that wants to begin, with its number in this process. */
export interface Wanted {
  readonly id: string;
  readonly request: BudgetRequest;
}

/** What one round trip carries for an account. */
export interface Batch {
  readonly account: BudgetAccount;
  readonly policy: CircuitPolicy;
  readonly closings: BudgetAsk['closings'];
  readonly ended: readonly EndedCall[];
  readonly wants: readonly Wanted[];
}

/** The windows of a batch, each once, with the number it goes by. */
const makeNumbering = () => {
  const windows: WindowTerms[] = [];
  const numbers = new Map<string, number>();
  return {
    windows,
    numberOf: (terms: WindowTerms): number => {
      const known = numbers.get(terms.name);
      if (known !== undefined) return known;
      windows.push(terms);
      numbers.set(terms.name, windows.length);
      return windows.length;
    },
  };
};

/** A batch as a store reads it. */
export const toAsk = ({ account, policy, closings, ended, wants }: Batch): BudgetAsk => {
  const { windows, numberOf } = makeNumbering();
  // Wants first: their windows carry what is configured now.
  const wanted = wants.map(({ id, request }) => ({
    id,
    weight: request.weight,
    priority: request.priority,
    maxWaitMs: request.maxWaitMs,
    skewFactor: request.skewFactor,
    windows: request.windows.map((window) => numberOf(toWindowTerms(window))),
  }));
  const settled = ended.map(({ places, left, ...call }) => ({
    ...call,
    places: places.map(({ window, reserved, basis }) => ({ x: numberOf(window), reserved, basis })),
    left: left.map(({ window, ...said }) => ({ x: numberOf(window), ...said })),
  }));
  return {
    account,
    policy,
    windows: windows.map((terms) => ({ ...terms, told: tellWindow(terms) })),
    closings,
    settled,
    wants: wanted,
  };
};
