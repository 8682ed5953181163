import { factsByType } from '../facts/reading.ts';
import { disputeFacts } from './workflows/disputes/facts.ts';
import { dunningFacts } from './workflows/dunning/facts.ts';

/** What Stripe's objects tell, by their type. */
export const billingFacts = factsByType({ dispute: [disputeFacts], invoice: [dunningFacts] });
