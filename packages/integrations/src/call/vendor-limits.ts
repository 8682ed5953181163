import type { BudgetWindow } from '@sherpa/core';
import type { Answer } from './exchange.ts';
import type { VendorFacts } from './vendor-failure.ts';

/** What a vendor lets an account do, and how it tells of it. */
export interface VendorLimits {
  /**
   * By name. A call that names `endpoint:customers.list` takes from a window of that name, made after the one
   * that is called `endpoint`.
   */
  readonly windows: Readonly<Record<string, Omit<BudgetWindow, 'name'>>>;
  /** The windows that an operation takes from where its call does not say. */
  readonly windowsOf: (operation: string) => readonly string[];
  /** What an answer says is left, by window. */
  readonly leftOf?: (headers: Answer['headers']) => Readonly<Record<string, number>>;
  /** Which window a 429 has closed; null is the account, undefined is none. Default the account. */
  readonly closedBy?: (facts: VendorFacts) => string | null | undefined;
}

/** The windows of those names, as a budget is asked for them. */
export const toBudgetWindows = (
  { windows }: Pick<VendorLimits, 'windows'>,
  names: readonly string[],
): readonly BudgetWindow[] =>
  names.flatMap((name) => {
    const window = windows[name.split(':')[0] ?? name];
    return window === undefined ? [] : [{ ...window, name }];
  });
