import { defineContract } from '@sherpa/core';
import { z } from 'zod';
import {
  auditTask,
  refreshTask,
  regularly,
  resolveTask,
  streamEvents,
  synced,
  syncTask,
} from '../stream-contract.ts';

const NINETY_DAYS_MS = 90 * 86_400_000;

/** Keeps HubSpot's people and companies in the customer cache, and asks owners to follow up. */
export const salesContract = defineContract({
  agent: 'sales',
  description: 'HubSpot: people, companies, and tasks for their owners.',
  concurrency: 10,
  tasks: {
    'contacts.sync': {
      ...syncTask('hubspot', 'Brings HubSpot contacts that are new or changed into the customer cache.'),
      schedule: regularly,
    },
    'companies.sync': {
      ...syncTask('hubspot', 'Brings HubSpot companies that are new or changed into the customer cache.'),
      schedule: regularly,
    },
    'deals.sync': {
      ...syncTask('hubspot', 'Brings HubSpot deals with their ties into the mirror.'),
      schedule: regularly,
    },
    'line-items.sync': {
      ...syncTask('hubspot', 'Brings HubSpot line items into the mirror.'),
      schedule: regularly,
    },
    'tickets.sync': {
      ...syncTask('hubspot', 'Brings HubSpot tickets with their ties into the mirror.'),
      schedule: regularly,
    },
    'notes.sync': {
      ...syncTask('hubspot', 'Brings HubSpot notes with their ties into the mirror.'),
      schedule: regularly,
    },
    'contacts.audit': auditTask(
      'hubspot',
      'Compares all contacts with HubSpot and mends what differs.',
      '11 2 * * *',
    ),
    'companies.audit': auditTask(
      'hubspot',
      'Compares all companies with HubSpot and mends what differs.',
      '11 3 * * *',
    ),
    'deals.audit': auditTask(
      'hubspot',
      'Compares all deals with HubSpot and mends what differs.',
      '26 3 * * *',
    ),
    'line-items.audit': auditTask(
      'hubspot',
      'Compares all line items with HubSpot and mends what differs.',
      '41 3 * * *',
    ),
    'tickets.audit': auditTask(
      'hubspot',
      'Compares all tickets with HubSpot and mends what differs.',
      '11 4 * * *',
    ),
    'notes.audit': auditTask(
      'hubspot',
      'Compares all notes with HubSpot and mends what differs.',
      '26 4 * * *',
    ),
    'objects.refresh': refreshTask,
    'mirror.resolve': resolveTask,
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
    ...streamEvents,
    'contacts.synced': synced,
    'companies.synced': synced,
    'deals.synced': synced,
    'line-items.synced': synced,
    'tickets.synced': synced,
    'notes.synced': synced,
    'follow-up.created': z.object({ contactId: z.string(), hubspotTaskId: z.string(), isNew: z.boolean() }),
    'follow-up.unmatched': z.object({ stripeCustomerId: z.string(), reason: z.string() }),
  },
  state: {},
});

export type SalesContract = typeof salesContract;
