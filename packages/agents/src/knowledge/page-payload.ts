import { z } from 'zod';

const property = z.object({ type: z.string(), value: z.unknown() });

/** Of a page in the mirror, what the knowledge base and customers are made of. */
export const pagePayload = z.object({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  parent: z.object({ type: z.string(), id: z.string().nullable() }),
  properties: z.record(z.string(), property),
  inTrash: z.boolean(),
  editedAt: z.iso.datetime().transform((text) => new Date(text)),
});

export type PagePayload = Readonly<z.output<typeof pagePayload>>;
