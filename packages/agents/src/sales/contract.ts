import { defineContract } from '@sherpa/core';
import { z } from 'zod';
import { synced, syncPosition, syncResult } from '../sync-position.ts';

const QUARTER_HOUR_MS = 900_000;
const NINETY_DAYS_MS = 90 * 86_400_000;

/** Keeps HubSpot's people and companies in the customer cache, and asks owners to follow up. */
export const salesContract = defineContract({
  agent: 'sales',
  description: 'HubSpot: people, companies, and tasks for their owners.',
  concurrency: 10,
  tasks: {
    'contacts.sync': {
      description: 'Brings HubSpot contacts that are new or changed into the customer cache.',
      schedule: { everyMs: QUARTER_HOUR_MS },
      payload: syncPosition,
      result: syncResult,
    },
    'companies.sync': {
      description: 'Brings HubSpot companies that are new or changed into the customer cache.',
      schedule: { everyMs: QUARTER_HOUR_MS },
      payload: syncPosition,
      result: syncResult,
    },
  },
  messages: {
    'payment.past-due': {
      description: 'A subscription is past due: the contact’s owner gets a HubSpot task.',
      // Once per invoice, however often the subscription is seen past due in that time.
      keepKey: { forMs: NINETY_DAYS_MS },
      payload: z.strictObject({
        stripeCustomerId: z.string(),
        subscriptionId: z.string(),
        invoiceId: z.string().nullable(),
      }),
    },
  },
  events: {
    'contacts.synced': synced,
    'companies.synced': synced,
    'follow-up.created': z.object({ contactId: z.string(), hubspotTaskId: z.string(), isNew: z.boolean() }),
    'follow-up.unmatched': z.object({ stripeCustomerId: z.string(), reason: z.string() }),
  },
  state: {
    /** When the last complete sync began. */
    'contacts.cursor': z.iso.datetime(),
    'companies.cursor': z.iso.datetime(),
  },
});

export type SalesContract = typeof salesContract;
