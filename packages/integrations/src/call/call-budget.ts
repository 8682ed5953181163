import { setTimeout as delay } from 'node:timers/promises';
import {
  IntegrationError,
  type BudgetAccount,
  type BudgetAnswer,
  type BudgetPermit,
  type Budgets,
  type CallPriority,
} from '@sherpa/core';
import { closingOf, healthOf } from './call-health.ts';
import type { RequestEnd } from './request-end.ts';
import { VendorFailure } from './vendor-failure.ts';
import { toBudgetWindows, type VendorLimits } from './vendor-limits.ts';

/** A call as its budget sees it. */
export interface BudgetedCall {
  readonly operation: string;
  /** Default what the vendor's limits say for the operation. */
  readonly windows?: readonly string[] | undefined;
  /** How many calls it counts as. Default 1. */
  readonly weight?: number | undefined;
  /** Default `normal`. */
  readonly priority?: CallPriority | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The right to make one request, now. */
export interface Admission {
  settle(end: RequestEnd): void;
}

/** Lets calls go as fast as the vendor allows, whoever else calls. */
export interface CallBudget {
  /**
   * Waits for the call's turn, two seconds at most. Rejects with `integration_budget` or
   * `integration_circuit_open` where it would be longer: the task is parked until then.
   */
  admit(call: BudgetedCall): Promise<Admission>;
}

export interface CallBudgetDeps {
  readonly budgets: Pick<Budgets, 'take' | 'close'>;
  readonly account: BudgetAccount;
  readonly limits: VendorLimits;
  readonly now?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** A slot of a worker is worth more than that. */
const LONGEST_WAIT_MS = 2_000;
/** A process that is late so often in a row is overloaded; its task goes on when it is less so. */
const TRIES = 6;

const sleepFor = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  await delay(ms, undefined, signal === undefined ? {} : { signal });
};

const toRefusal = (
  { reason, window, afterMs }: Extract<BudgetAnswer, { kind: 'refused' }>,
  { vendor }: BudgetAccount,
  operation: string,
): IntegrationError => {
  const options = { retry: { afterMs: Math.ceil(afterMs), counted: false }, status: 503 } as const;
  const details = { vendor, operation, reason };
  return reason === 'circuit_open'
    ? new IntegrationError('The vendor fails, so it is left alone for a while.', {
        ...options,
        code: 'integration_circuit_open',
        details,
      })
    : new IntegrationError('The budget of calls to the vendor is spent.', {
        ...options,
        code: 'integration_budget',
        details: { ...details, ...(window === null ? {} : { window }) },
      });
};

/** Makes the budget of one account's calls. */
export const makeCallBudget = (deps: CallBudgetDeps): CallBudget => {
  const { budgets, account, limits, now = () => performance.now(), sleep = sleepFor } = deps;

  const ask = async (call: BudgetedCall, skewFactor: number): Promise<BudgetAnswer> => {
    try {
      return await budgets.take({
        account,
        windows: toBudgetWindows(limits, call.windows ?? limits.windowsOf(call.operation)),
        weight: call.weight ?? 1,
        priority: call.priority ?? 'normal',
        maxWaitMs: LONGEST_WAIT_MS,
        skewFactor,
        signal: call.signal,
      });
    } catch (thrown) {
      throw call.signal?.aborted === true ? new VendorFailure({ kind: 'cancelled' }) : thrown;
    }
  };

  const take = async (call: BudgetedCall, skewFactor: number): Promise<BudgetPermit> => {
    const answer = await ask(call, skewFactor);
    if (answer.kind === 'refused') throw toRefusal(answer, account, call.operation);
    return answer.permit;
  };

  /** A timer may come a little early, and not one call may. */
  const waitFor = async (permit: BudgetPermit, signal: AbortSignal | undefined): Promise<void> => {
    try {
      for (let ms = permit.startAt - now(); ms > 0; ms = permit.startAt - now()) await sleep(ms, signal);
      signal?.throwIfAborted();
    } catch (thrown) {
      permit.giveBack();
      throw signal?.aborted === true ? new VendorFailure({ kind: 'cancelled' }) : thrown;
    }
  };

  const settle = (permit: BudgetPermit, { answer, failure }: RequestEnd): void => {
    const closing = closingOf(limits, failure);
    // The error is on its way to the task already; that a closing did not arrive shows with the next call.
    if (closing !== undefined) budgets.close(account, closing).catch(() => undefined);
    permit.settle({
      answered: answer !== undefined || failure?.facts?.kind === 'answer',
      health: healthOf(failure),
      left: answer === undefined ? undefined : limits.leftOf?.(answer.headers),
    });
  };

  return {
    admit: async (call) => {
      for (let tried = 0; tried < TRIES; tried += 1) {
        const permit = await take(call, 2 ** tried);
        await waitFor(permit, call.signal);
        if (permit.use()) return { settle: (end) => settle(permit, end) };
      }
      throw toRefusal(
        { kind: 'refused', reason: 'spent', window: null, afterMs: LONGEST_WAIT_MS },
        account,
        call.operation,
      );
    },
  };
};
