import type { Case } from '@sherpa/api';
import type { Check } from '../truth/checks.ts';
import type { Year } from '../year/live-year.ts';

/** A replay that has ended, and what was found. */
export interface Outcome {
  readonly year: Year;
  readonly checks: readonly Check[];
  readonly cases: readonly Case[];
  readonly effects: readonly { readonly vendor: string; readonly object: string; readonly creates: number }[];
  readonly mischief: ReadonlyMap<string, number>;
  readonly tasks: Readonly<Record<string, number | undefined>>;
  readonly seconds: number;
}

/** Month ends at which our revenue differs from Stripe's. */
export const wrongMonths = ({ year }: Outcome): readonly string[] =>
  year.months.filter(({ revenue }) => revenue.differences.length > 0).map(({ month }) => month);

export const isOk = (outcome: Outcome): boolean =>
  outcome.checks.every(({ ok }) => ok) && wrongMonths(outcome).length === 0;
