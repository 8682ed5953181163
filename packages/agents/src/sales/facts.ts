import { closedWonFacts } from '../coordinator/workflows/closed-won/facts.ts';
import { incidentFacts } from '../coordinator/workflows/incidents/facts.ts';
import { factsByType } from '../facts/reading.ts';

/** What HubSpot's objects tell, by their type. */
export const salesFacts = factsByType({ deal: [closedWonFacts], ticket: [incidentFacts] });
