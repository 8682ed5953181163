import { explainCause } from '../causes/endpoints.ts';
import type { Why } from '../causes/trace.ts';
import type { Call } from './call.ts';

/** What can be asked: one of these. */
export type WhyQuestion = (
  | { readonly id: string }
  | { readonly effect: string }
  | { readonly object: string }
  | { readonly customer: string; readonly field: string }
) & {
  /** With what else came of the same cause; else that is only counted. */
  readonly whole?: boolean;
};

/** Asks what led to something. */
export type AskWhy = (question: WhyQuestion) => Promise<Why>;

export const makeAskWhy =
  (call: Call): AskWhy =>
  ({ whole = false, ...question }) =>
    call(explainCause, { query: { ...question, ...(whole ? { whole: 'true' } : {}) } });
