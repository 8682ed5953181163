import { factsByType } from '../facts/reading.ts';
import { shakenFacts, subscriptionFacts } from './success-facts.ts';
import { dunningFacts } from './workflows/dunning/facts.ts';

/** What Stripe's objects tell, by their type. */
export const billingFacts = factsByType({
  invoice: [dunningFacts, shakenFacts],
  subscription: [subscriptionFacts],
});
