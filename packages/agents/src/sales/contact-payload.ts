import { z } from 'zod';
import { momentText } from '../moment-text.ts';

const text = z.string().nullable();

/** Of a contact in the mirror, what a customer is made of. */
export const contactPayload = z.object({
  id: z.string(),
  email: text,
  additionalEmails: z.array(z.string()),
  firstName: text,
  lastName: text,
  phone: text,
  // Not in what was mirrored before it was asked for.
  countryCode: text.default(null),
  companyName: text,
  companyId: text,
  ownerId: text,
  lifecycleStage: text,
  stripeCustomerId: text,
  mergedIds: z.array(z.string()),
  archived: z.boolean(),
  createdAt: momentText,
  modifiedAt: momentText,
});

export type ContactPayload = Readonly<z.output<typeof contactPayload>>;
