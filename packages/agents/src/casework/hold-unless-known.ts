import type { WorkflowDefinition } from '@sherpa/core';
import type { Customer } from '@sherpa/db';
import { aboutOf, knownCustomer } from '../known-customer.ts';
import type { CaseContext } from './case-context.ts';

/** A customer, and where a task or a note on it hangs at HubSpot. */
export interface KnownParty {
  readonly customer: Customer;
  readonly about: { type: 'contacts' | 'companies' | 'deals' | 'tickets'; id: string }[];
}

/** Of which case it is, and ids of what it is about. */
export interface CaseOf {
  readonly workflow: WorkflowDefinition;
  readonly key: string;
  readonly subject: Readonly<Record<string, string>>;
  /** Which time the matter has come up, such as a day: what an earlier time made at the vendors is not used again. */
  readonly round?: string;
}

/**
 * The customer of a Stripe customer, with its people at HubSpot. Where nobody there belongs to it the case is held
 * with that reason, and undefined comes back: who pays is never guessed.
 */
export const holdUnlessKnown = async (
  ctx: CaseContext,
  { workflow, key, subject }: CaseOf,
  stripeCustomerId: string | null,
): Promise<KnownParty | undefined> => {
  const hold = async (reason: string): Promise<undefined> => {
    await ctx.cases(workflow).hold(key, { subject, reason });
  };
  if (stripeCustomerId === null) return hold('It has no customer at Stripe.');
  const customer = await knownCustomer(ctx, `stripe:customer:${stripeCustomerId}`);
  const about = customer === undefined ? [] : aboutOf(customer);
  if (customer === undefined || about.length === 0) return hold('Nobody at HubSpot belongs to this payer.');
  return { customer, about };
};
