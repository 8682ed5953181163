import { defineContract } from '@sherpa/core';
import { z } from 'zod';

const QUARTER_HOUR_MS = 900_000;
const NINETY_DAYS_MS = 90 * 86_400_000;

/**
 * Where a sync goes on. A task reads some pages and leaves the rest to the next one; all of it is
 * optional, so that an empty payload starts a sync.
 */
const syncPayload = z.object({
  /** When the whole sync began: what changes later is the next one's. */
  startedAt: z.iso.datetime().optional(),
  /** Only what changed since then; absent in a full sync. */
  since: z.iso.datetime().optional(),
  /** HubSpot's cursor of a full listing, or the last id of a search. */
  after: z.string().optional(),
  /** Rows read by the tasks before. */
  rowsBefore: z.int().min(0).default(0),
});

const syncResult = z.object({
  mode: z.enum(['full', 'incremental']),
  rows: z.int(),
  /** False if the next task goes on. */
  complete: z.boolean(),
});

/** Keeps HubSpot's people and companies in the customer cache, and asks owners to follow up. */
export const salesContract = defineContract({
  agent: 'sales',
  description: 'HubSpot: people, companies, and tasks for their owners.',
  concurrency: 10,
  tasks: {
    'contacts.sync': {
      description: 'Brings HubSpot contacts that are new or changed into the customer cache.',
      everyMs: QUARTER_HOUR_MS,
      payload: syncPayload,
      result: syncResult,
    },
    'companies.sync': {
      description: 'Brings HubSpot companies that are new or changed into the customer cache.',
      everyMs: QUARTER_HOUR_MS,
      payload: syncPayload,
      result: syncResult,
    },
  },
  messages: {
    'payment.past-due': {
      description: 'A subscription is past due: the contact’s owner gets a HubSpot task.',
      // Once per invoice, however often the subscription is seen past due in that time.
      keepKey: { forMs: NINETY_DAYS_MS },
      // The first sync of contacts may still be under way: 30 tries of about ten seconds.
      retry: { attempts: 30 },
      payload: z.object({
        stripeCustomerId: z.string(),
        subscriptionId: z.string(),
        invoiceId: z.string().nullable(),
      }),
    },
  },
  events: {
    'contacts.synced': z.object({ mode: z.enum(['full', 'incremental']), rows: z.int() }),
    'companies.synced': z.object({ mode: z.enum(['full', 'incremental']), rows: z.int() }),
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
