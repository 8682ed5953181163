import { factsByType } from '../facts/reading.ts';

/** What HubSpot's objects tell, by their type. */
export const salesFacts = factsByType({});
