import type { BudgetAccount, CallPriority } from '@sherpa/core';
import type { CircuitPolicy } from './circuit-policy.ts';
import type { WindowTerms } from './window-terms.ts';

/** A window of a batch with what the store writes down about it for those who look. */
export interface AskedWindow extends WindowTerms {
  readonly told: string;
}

/** Where a granted call is counted: in a window's shared ring, or in the one kept for urgent calls. */
export interface Place {
  /** The window's number in the batch, from 1. */
  readonly x: number;
  readonly reserved: boolean;
  /** When its call has reached the vendor at the latest, by the store's clock. */
  readonly basis: number;
}

/** What the vendor said is left, with what was counted when the call was granted. */
export interface SaidLeft {
  readonly x: number;
  readonly left: number;
  readonly used: number;
  /** How many calls had been granted ever. */
  readonly granted: number;
}

/** A call that has ended, or was never made. */
export interface SettledCall {
  readonly id: string;
  readonly weight: number;
  readonly places: readonly Place[];
  /** An earlier moment at which the vendor had counted the call for sure. */
  readonly basis?: number;
  readonly unsent?: true;
  readonly health?: 'good' | 'bad' | 'unauthorized';
  readonly probe?: true;
  readonly left: readonly SaidLeft[];
}

export interface WantedCall {
  readonly id: string;
  readonly weight: number;
  readonly priority: CallPriority;
  readonly maxWaitMs: number;
  readonly skewFactor: number;
  /** Numbers of windows of the batch, from 1. */
  readonly windows: readonly number[];
}

/** One step of a store, all of it or nothing: calls of one account that ended, then calls that want to begin. */
export interface BudgetAsk {
  readonly account: BudgetAccount;
  readonly policy: CircuitPolicy;
  readonly windows: readonly AskedWindow[];
  readonly closings: readonly { readonly window: string | null; readonly forMs: number }[];
  readonly settled: readonly SettledCall[];
  readonly wants: readonly WantedCall[];
}

/** An account's book as it lies in a store, for those who look. */
export interface BudgetBook {
  readonly account: string;
  readonly nowMs: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Live entries by ring. */
  readonly entries: Readonly<Record<string, number>>;
  /** Calls in the newest entry of a ring whose entries hold several. */
  readonly filled: Readonly<Record<string, number>>;
}

/** Where budgets are kept. Its clock is the only one that counts. */
export interface BudgetStore {
  /** Gives what `budgetReplySchema` reads. */
  ask(ask: BudgetAsk): Promise<unknown>;
  read(): Promise<readonly BudgetBook[]>;
}

/** The ring of a window's urgent calls. */
export const reservedRing = (window: string): string => `${window}!`;
