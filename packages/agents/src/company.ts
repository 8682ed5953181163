import { defineWorkflow } from '@sherpa/core';
import { OPERATIONS_SOURCE } from '@sherpa/db';
import { z } from 'zod';

const ONE_DAY = 24;

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** What all workflows of a tenant go by. Set like the settings of a workflow: `sherpa workflows set company …`. */
export const company = defineWorkflow({
  name: 'company',
  description:
    'What all workflows go by: time zone, currency, working hours, whom to ask, where to write in Notion.',
  settings: z.strictObject({
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
      .default('UTC')
      .describe('In which days begin and people work; an IANA name.'),
    currency: z
      .string()
      .regex(/^[a-z]{3}$/u)
      .default('eur')
      .describe('In which totals are told first; amounts in other currencies stay in theirs.'),
    workFrom: z.int().min(0).max(ONE_DAY).default(9).describe('The hour at which people begin.'),
    workUntil: z.int().min(0).max(ONE_DAY).default(17).describe('The hour at which people leave.'),
    defaultOwnerId: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe('The HubSpot owner of what belongs to nobody else.'),
    approvers: z.array(z.string().min(1)).default([]).describe('Who is asked where a workflow needs a yes.'),
    newsSince: z.iso
      .datetime()
      .nullable()
      .default(null)
      .describe(
        'What happened at the vendors before that is history; since the connection was made where not set.',
      ),
    operationsSource: z
      .string()
      .min(1)
      .default(OPERATIONS_SOURCE)
      .describe('The Notion data source for incidents, cases and reports: its title or id.'),
    onboardingSource: z
      .string()
      .min(1)
      .default('Customer onboarding')
      .describe('The Notion data source with a page for each new customer: its title or id.'),
  }),
});

export type Company = z.output<(typeof company)['settings']>;
