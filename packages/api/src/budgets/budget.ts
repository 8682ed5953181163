import { z } from 'zod';
import { momentSchema } from '../paging.ts';

const windowSchema = z.object({
  window: z.string(),
  limit: z.int(),
  windowMs: z.number(),
  used: z.int().describe('Calls that count now, those included that are let in and have not been made yet.'),
  closedUntil: momentSchema.nullable(),
});

/** The calls of one account at a vendor, as the whole fleet makes them. */
export const budgetSchema = z.object({
  vendor: z.string(),
  connectionId: z.string(),
  closedUntil: momentSchema.nullable().describe('The vendor asked to be left alone until then.'),
  circuit: z.object({
    state: z.enum(['closed', 'open', 'half_open']).describe('While it is open nobody calls.'),
    cause: z.enum(['failing', 'unauthorized']).nullable(),
    until: momentSchema.nullable().describe('When one call may find out.'),
  }),
  windows: z.array(windowSchema),
});

export type Budget = z.infer<typeof budgetSchema>;
