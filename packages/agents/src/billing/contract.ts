import { defineContract } from '@sherpa/core';
import { z } from 'zod';
import { synced, syncPosition, syncResult } from '../sync-position.ts';

const QUARTER_HOUR_MS = 900_000;

/** Keeps Stripe's payers and what they pay in the customer cache, and says who is past due. */
export const billingContract = defineContract({
  agent: 'billing',
  description: 'Stripe: payers, subscriptions and invoices.',
  concurrency: 10,
  tasks: {
    'customers.sync': {
      description: 'Brings Stripe customers in, then hands on to subscriptions.',
      schedule: { everyMs: QUARTER_HOUR_MS },
      payload: syncPosition,
      result: syncResult,
    },
    'subscriptions.sync': {
      description:
        'Brings Stripe subscriptions in, tells sales of those past due, then hands on to invoices.',
      payload: syncPosition,
      result: syncResult,
    },
    'invoices.sync': {
      description: 'Brings Stripe invoices in.',
      payload: syncPosition,
      result: syncResult,
    },
  },
  messages: {},
  events: { 'customers.synced': synced, 'subscriptions.synced': synced, 'invoices.synced': synced },
  state: {
    /** When the last complete sync began. */
    'customers.cursor': z.iso.datetime(),
    'subscriptions.cursor': z.iso.datetime(),
    'invoices.cursor': z.iso.datetime(),
  },
});

export type BillingContract = typeof billingContract;
