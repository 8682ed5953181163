import { z } from 'zod';
import { vendors } from '../http/route.ts';

/** What can go wrong on the way; `lostAfterCommit` does the work and loses the answer. */
export const faultKinds = [
  'latency',
  'hang',
  'reset',
  'truncate',
  'html502',
  'status429',
  'status',
  'slowBody',
  'lostAfterCommit',
] as const;

export const faultSchema = z.strictObject({
  vendor: z.enum(vendors),
  method: z.string().optional(),
  /** A prefix, or a pattern whose `:name` segments match anything. */
  path: z.string().startsWith('/').default('/'),
  /** Matching requests to let through first. */
  skip: z.int().min(0).default(0),
  times: z.union([z.int().min(1), z.literal('forever')]).default(1),
  kind: z.enum(faultKinds),
  ms: z.int().min(0).default(1_000),
  /** What a fault of the kind `status` answers with, in the vendor's own words. */
  status: z.int().min(400).max(599).default(500),
  /** Seconds, as in the header. Without it a 429 names no time, as vendors often do. */
  retryAfter: z.int().min(0).optional(),
});

export type Fault = z.output<typeof faultSchema>;
