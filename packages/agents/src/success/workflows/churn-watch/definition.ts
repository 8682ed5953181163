import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { factPolicy } from '../../../facts/fact.ts';

const points = (most: number, what: string) => z.int().min(0).max(100).default(most).describe(what);
const days = (many: number, what: string) => z.int().min(1).max(730).default(many).describe(what);

/** Looks for customers who may leave, with points that can be explained. */
export const churnWatch = defineWorkflow({
  name: 'churn-watch',
  description:
    'Customers who may leave: points with their reasons, and a task for the owner above a threshold.',
  begins: ['churn.sweep', 'customer.shaken'],
  settings: z.strictObject({
    openFrom: points(50, 'From so many points the owner is given a task.'),
    closeBelow: points(30, 'Below so many points the task is closed again.'),
    cooldownDays: days(14, 'Days in which a customer gives its owner no second task.'),
    dueInHours: z.int().min(0).max(720).default(48).describe('When the owner is to have called.'),
    cancelling: points(40, 'A subscription is set to end.'),
    failedPayment: points(10, 'For each payment that failed lately.'),
    failedPaymentsMost: points(30, 'For all payments that failed lately, at most.'),
    failedPaymentDays: days(90, 'How long ago a payment may have failed to count.'),
    overdue: points(20, 'An invoice is overdue, or nobody tries to collect it any more.'),
    downgrade: points(20, 'Less revenue a month than some days ago.'),
    downgradeDays: days(30, 'With how many days ago the revenue is compared.'),
    silence: points(15, 'Nobody has been in touch for some days.'),
    silenceDays: days(45, 'After how many days without contact it is silent.'),
    ticket: points(5, 'For each open ticket.'),
    ticketsMost: points(15, 'For all open tickets, at most.'),
    onboarding: points(15, 'The onboarding is stuck.'),
    onboardingDays: days(30, 'After how many days an onboarding that is not done is stuck.'),
    onboardingUndone: z
      .array(z.string())
      .default(['Not started', 'In progress', 'Blocked'])
      .describe('What Notion says of an onboarding that is not done.'),
  }),
});

export type ChurnSettings = z.output<(typeof churnWatch)['settings']>;

const today = z.iso.date().optional().describe('The day to go by; today where absent.');
const reasons = z.array(z.strictObject({ code: z.string(), points: z.int(), text: z.string() }));
const written = z.strictObject({ points: z.int(), reasons });

export const churnTasks = {
  'churn.sweep': {
    description: 'Looks at every customer that pays and notes what speaks for leaving.',
    schedule: { cron: '40 4 * * *', timeZone: 'UTC' },
    payload: z.strictObject({ today, after: z.uuid().optional() }),
    result: z.object({ looked: z.int(), changed: z.int(), followed: z.int() }),
  },
  'churn.look': {
    description: 'Looks at one customer, and gives the owner a task or takes it back.',
    payload: z.strictObject({ customerId: idSchema, today }),
    result: z.object({ points: z.int().nullable(), did: z.enum(['nothing', 'opened', 'held', 'closed']) }),
  },
  'churn.save': {
    description: 'Writes points that HubSpot is told of to the customers.',
    payload: z.strictObject({
      risks: z.array(z.strictObject({ customerId: idSchema, written: written.nullable() })).max(1_000),
    }),
    result: z.object({ saved: z.int() }),
  },
} as const;

export const churnMessages = {
  'customer.shaken': {
    ...factPolicy,
    description: 'Something happened that makes a customer more likely to leave.',
    payload: z.strictObject({ connectionId: idSchema, stripeCustomerId: z.string().min(1) }),
  },
} as const;
