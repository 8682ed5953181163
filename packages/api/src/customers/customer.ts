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
  ownerId: z.string().nullable(),
  lifecycleStage: z.string().nullable(),
  hubspotContactId: z.string().nullable(),
  hubspotCompanyId: z.string().nullable(),
  stripeCustomerId: z.string().nullable(),
  stripeCustomerIds: z.array(z.string()).readonly().describe('All of them, where a customer has several.'),
  subscriptionStatus: z.string().nullable(),
  monthlyRevenue: z.record(z.string(), z.number()).describe('Recurring revenue in minor units by currency.'),
  receivable: z.record(z.string(), z.number()).describe('What is owed in minor units by currency.'),
  balanceMinor: z.number().nullable(),
  currency: z.string().nullable(),
  delinquent: z.boolean().nullable(),
  version: z.int().describe('Raised by every change.'),
  createdAt: momentSchema,
  updatedAt: momentSchema,
});

export type Customer = z.infer<typeof customerSchema>;
