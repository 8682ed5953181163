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
  subscriptionStatus: z.string().nullable(),
  monthlyRevenue: z.record(z.string(), z.number()).describe('Minor units by currency.'),
  balanceMinor: z.number().nullable(),
  currency: z.string().nullable(),
  delinquent: z.boolean().nullable(),
  createdAt: momentSchema,
  updatedAt: momentSchema,
});

export type Customer = z.infer<typeof customerSchema>;
