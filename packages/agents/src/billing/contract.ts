import { defineContract } from '@sherpa/core';
import { z } from 'zod';
import {
  auditTask,
  recordStates,
  refreshTask,
  regularly,
  resolveTask,
  streamEvents,
  synced,
  syncTask,
} from '../stream-contract.ts';

/** Keeps Stripe's payers and what they pay in the customer cache, and says who is past due. */
export const billingContract = defineContract({
  agent: 'billing',
  description: 'Stripe: payers, subscriptions and invoices.',
  concurrency: 10,
  tasks: {
    'customers.sync': {
      ...syncTask('Brings Stripe customers in, then hands on to subscriptions.'),
      schedule: regularly,
    },
    'subscriptions.sync': syncTask('Brings Stripe subscriptions in, then hands on to invoices.'),
    'invoices.sync': syncTask('Brings Stripe invoices in.'),
    'customers.audit': auditTask('Compares all payers with Stripe and mends what differs.', '41 2 * * *'),
    'subscriptions.audit': auditTask('Compares all subscriptions with Stripe and mends what differs.', '11 4 * * *'),
    'invoices.audit': auditTask('Compares all invoices with Stripe and mends what differs.', '41 4 * * *'),
    'objects.refresh': refreshTask,
    'mirror.resolve': {
      ...resolveTask,
      description: 'Makes customers of what has changed in the mirror, and tells sales who is past due.',
    },
    'mirror.settle': {
      description: 'Marks objects in the mirror of which sales was told.',
      payload: recordStates,
      result: z.object({ settled: z.int() }),
    },
  },
  messages: {},
  events: {
    ...streamEvents,
    'customers.synced': synced,
    'subscriptions.synced': synced,
    'invoices.synced': synced,
  },
  state: {},
});

export type BillingContract = typeof billingContract;
