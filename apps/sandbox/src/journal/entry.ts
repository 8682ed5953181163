import { z } from 'zod';
import { vendors } from '../http/route.ts';

/** Raised when the same entries would no longer make the same world. */
export const JOURNAL_VERSION = 2;

/** What a journal is about: only a world that began like that can be brought back by it. */
export const headerSchema = z.object({
  version: z.int(),
  seed: z.int(),
  contacts: z.int(),
  /** The world was made at that moment of its own clock. */
  beganMs: z.number(),
});

export type JournalHeader = z.infer<typeof headerSchema>;

const requestSchema = z.object({
  id: z.string(),
  method: z.string(),
  path: z.string(),
  url: z.string(),
  params: z.record(z.string(), z.string()),
  query: z.unknown().optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()),
});

const writeSchema = z.object({
  kind: z.literal('write'),
  atMs: z.number(),
  /** After so many steps of the journey that was under way; nothing where none was. */
  step: z.int().optional(),
  owner: z.enum([...vendors, 'sandbox']),
  route: z.string(),
  request: requestSchema,
});

const journeySchema = z.object({
  kind: z.literal('journey'),
  fromMs: z.number(),
  untilMs: z.number(),
  movedMs: z.number(),
});

/** One thing that changed the world from outside, or a stretch of time in which something happened. */
export const entrySchema = z.discriminatedUnion('kind', [
  writeSchema,
  journeySchema,
  z.object({ kind: z.literal('start'), atMs: z.number(), people: z.boolean() }),
  z.object({ kind: z.literal('templates'), atMs: z.number(), step: z.int().optional() }),
]);

export type WriteEntry = z.infer<typeof writeSchema>;
export type JournalEntry = z.infer<typeof entrySchema>;
