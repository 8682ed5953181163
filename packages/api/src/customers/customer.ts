import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

/** One customer as all vendors together know them. */
export const customerSchema = z.object({
  id: idSchema,
  kind: z.enum(['person', 'account']),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  company: z.string().nullable(),
  jobTitle: z.string().nullable(),
  domain: z.string().nullable(),
  ownerId: z.string().nullable(),
  lifecycleStage: z.string().nullable(),
  emailOptOut: z.boolean().nullable().describe('True if they refused our e-mails anywhere.'),
  hubspotContactId: z.string().nullable(),
  hubspotCompanyId: z.string().nullable().describe('Of a person: the company it works for.'),
  stripeCustomerId: z.string().nullable().describe('The primary one.'),
  stripeCustomerIds: z.array(z.string()).readonly().describe('All of them, where a customer has several.'),
  billingEmail: z.string().nullable(),
  taxIds: z.array(z.string()).readonly(),
  subscriptionStatus: z.string().nullable(),
  monthlyRevenue: z.record(z.string(), z.number()).describe('Recurring revenue in minor units by currency.'),
  receivable: z.record(z.string(), z.number()).describe('What is owed in minor units by currency.'),
  balanceMinor: z.number().nullable(),
  currency: z.string().nullable(),
  delinquent: z.boolean().nullable(),
  healthNotes: z.string().nullable(),
  playbook: z.string().nullable(),
  onboardingStatus: z.string().nullable(),
  riskScore: z.number().nullable().describe('From 0 to 1; null until it has been computed.'),
  version: z.int().describe('Raised by every change.'),
  deletedAt: momentSchema.nullable().describe('Since when no vendor has them any more.'),
  createdAt: momentSchema,
  updatedAt: momentSchema,
});

export type Customer = z.infer<typeof customerSchema>;
