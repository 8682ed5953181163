import type { HubSpot } from '@sherpa/integrations/hubspot';
import { bindStream, type BoundStream } from '@sherpa/sync';
import { companiesStream } from './companies.ts';
import { contactsStream } from './contacts.ts';

/** HubSpot's streams by name, of one portal. */
export const bindSalesStreams = (hubspot: HubSpot) => ({
  contacts: bindStream(contactsStream, hubspot),
  companies: bindStream(companiesStream, hubspot),
});

export type SalesStream = keyof ReturnType<typeof bindSalesStreams>;

/** All of them. */
export const allSalesStreams = (hubspot: HubSpot): readonly BoundStream[] =>
  Object.values(bindSalesStreams(hubspot));
