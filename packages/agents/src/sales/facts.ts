import { closedWonFacts } from '../coordinator/workflows/closed-won/facts.ts';
import { incidentFacts } from '../coordinator/workflows/incidents/facts.ts';
import { factsByType } from '../facts/reading.ts';
import { refundFacts } from './workflows/refund-facts.ts';
import { leadFacts } from './workflows/lead-routing/facts.ts';

/** What HubSpot's objects tell, by their type. */
export const salesFacts = factsByType({
  contact: [leadFacts],
  deal: [closedWonFacts],
  ticket: [incidentFacts, refundFacts],
});
