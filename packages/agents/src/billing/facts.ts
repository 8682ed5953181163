import { factsByType } from '../facts/reading.ts';
import { shakenFacts, subscriptionFacts } from './success-facts.ts';
import { disputeFacts } from './workflows/disputes/facts.ts';
import { dunningFacts } from './workflows/dunning/facts.ts';
import { failedRefundFacts } from './workflows/refunds/facts.ts';

/** What Stripe's objects tell, by their type. */
export const billingFacts = factsByType({
  dispute: [disputeFacts],
  invoice: [dunningFacts, shakenFacts],
  refund: [failedRefundFacts],
  subscription: [subscriptionFacts],
});
