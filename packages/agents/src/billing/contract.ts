import { defineContract } from '@sherpa/core';
import { z } from 'zod';
import {
  auditTask,
  refreshTask,
  regularly,
  resolveTask,
  settleTask,
  streamEvents,
  synced,
  syncTask,
} from '../stream-contract.ts';
import { disputeMessages, disputes, disputeTasks } from './workflows/disputes/definition.ts';
import { billingDoings } from './doings/contract.ts';
import { dunning, dunningMessages } from './workflows/dunning/definition.ts';
import { paymentMirror, paymentMirrorTasks } from './workflows/payment-mirror/definition.ts';
import { refundMessages, refunds, refundTasks } from './workflows/refunds/definition.ts';

/** Every hour; Stripe itself tries for three days. */
const REPAIR_EVERY_MS = 3_600_000;

/** Keeps Stripe's payers and what they pay in the customer cache, and follows what goes wrong with payments. */
export const billingContract = defineContract({
  agent: 'billing',
  description: 'Stripe: payers, subscriptions and invoices.',
  concurrency: 10,
  tasks: {
    'customers.sync': {
      ...syncTask('stripe', 'Brings Stripe customers in, then hands on to subscriptions.'),
      schedule: regularly,
    },
    'subscriptions.sync': syncTask('stripe', 'Brings Stripe subscriptions in, then hands on to invoices.'),
    'invoices.sync': syncTask('stripe', 'Brings Stripe invoices in.'),
    'products.sync': {
      ...syncTask('stripe', 'Brings Stripe products into the mirror.'),
      schedule: regularly,
    },
    'prices.sync': { ...syncTask('stripe', 'Brings Stripe prices into the mirror.'), schedule: regularly },
    'charges.sync': { ...syncTask('stripe', 'Brings Stripe charges into the mirror.'), schedule: regularly },
    'refunds.sync': { ...syncTask('stripe', 'Brings Stripe refunds into the mirror.'), schedule: regularly },
    'disputes.sync': {
      ...syncTask('stripe', 'Brings Stripe disputes into the mirror.'),
      schedule: regularly,
    },
    'credit-notes.sync': {
      ...syncTask('stripe', 'Brings Stripe credit notes into the mirror.'),
      schedule: regularly,
    },
    'customers.audit': auditTask(
      'stripe',
      'Compares all customers with Stripe and mends what differs.',
      '4 2 * * *',
    ),
    'subscriptions.audit': auditTask(
      'stripe',
      'Compares all subscriptions with Stripe and mends what differs.',
      '19 2 * * *',
    ),
    'invoices.audit': auditTask(
      'stripe',
      'Compares all invoices with Stripe and mends what differs.',
      '34 2 * * *',
    ),
    'products.audit': auditTask(
      'stripe',
      'Compares all products with Stripe and mends what differs.',
      '49 2 * * *',
    ),
    'prices.audit': auditTask(
      'stripe',
      'Compares all prices with Stripe and mends what differs.',
      '4 3 * * *',
    ),
    'charges.audit': auditTask(
      'stripe',
      'Compares all charges with Stripe and mends what differs.',
      '19 3 * * *',
    ),
    'refunds.audit': auditTask(
      'stripe',
      'Compares all refunds with Stripe and mends what differs.',
      '34 3 * * *',
    ),
    'disputes.audit': auditTask(
      'stripe',
      'Compares all disputes with Stripe and mends what differs.',
      '49 3 * * *',
    ),
    'credit-notes.audit': auditTask(
      'stripe',
      'Compares all credit notes with Stripe and mends what differs.',
      '4 4 * * *',
    ),
    'objects.refresh': refreshTask,
    'webhooks.repair': {
      description: 'Asks Stripe for events that no webhook delivered, and for their objects.',
      schedule: { everyMs: REPAIR_EVERY_MS },
      payload: z.strictObject({}),
      result: z.object({ connections: z.int(), missing: z.int() }),
    },
    'mirror.resolve': {
      ...resolveTask,
      description: 'Makes customers of what has changed in the mirror, and tells whom it concerns.',
    },
    'mirror.settle': settleTask,
    ...disputeTasks,
    ...paymentMirrorTasks,
    ...refundTasks,
    ...billingDoings,
  },
  messages: { ...disputeMessages, ...dunningMessages, ...refundMessages },
  events: {
    ...streamEvents,
    /** Events that no webhook delivered were found, and are acted on. */
    'webhooks.repaired': z.object({ connectionId: z.string(), events: z.int() }),
    'customers.synced': synced,
    'subscriptions.synced': synced,
    'invoices.synced': synced,
    'products.synced': synced,
    'prices.synced': synced,
    'charges.synced': synced,
    'refunds.synced': synced,
    'disputes.synced': synced,
    'credit-notes.synced': synced,
  },
  workflows: [disputes, dunning, paymentMirror, refunds],
  state: {
    /** Until when each connection has no gaps. */
    webhooksRepaired: z.record(z.string(), z.string()),
  },
});

export type BillingContract = typeof billingContract;
