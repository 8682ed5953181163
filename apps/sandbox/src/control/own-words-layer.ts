import { z } from 'zod';
import { json } from '../http/reply.ts';
import type { Layer } from '../http/route.ts';

const vendorErrorSchema = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ error: z.undefined().optional(), message: z.string() }).transform(({ message }) => message),
]);

/** What a vendor's rules refuse is told as everything else of the controls is. */
export const ownWordsLayer: Layer = async (request, next) => {
  const reply = await next(request);
  if (reply.kind !== 'answer' || reply.status < 400 || reply.body.kind !== 'json') return reply;
  const { data: error } = vendorErrorSchema.safeParse(reply.body.value);
  return error === undefined ? reply : json({ error, problems: [] }, reply.status);
};
