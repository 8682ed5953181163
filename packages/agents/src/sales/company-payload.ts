import { z } from 'zod';
import { momentText } from '../moment-text.ts';

const text = z.string().nullable();

/** Of a company in the mirror, what a customer is made of. */
export const companyPayload = z.object({
  id: z.string(),
  name: text,
  domain: text,
  phone: text,
  ownerId: text,
  lifecycleStage: text,
  archived: z.boolean(),
  createdAt: momentText,
  modifiedAt: momentText,
});

export type CompanyPayload = Readonly<z.output<typeof companyPayload>>;
