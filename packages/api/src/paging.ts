import { idSchema } from '@sherpa/core';
import { z } from 'zod';

const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;

/** Query members of every list: how many, and after which. */
export const pageQuery = {
  limit: z.coerce.number<number | string>().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
  cursor: idSchema.optional().describe('`nextCursor` of the page before.'),
};

/** Present while there is more to read. */
export const nextCursorSchema = z.string().nullable();

/** A moment on the wire: ISO 8601 in UTC. */
export const momentSchema = z.iso.datetime();
