import { jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

const runSchema = z.object({
  mode: z.string().describe('`full`, `incremental` or `audit`.'),
  phase: z.string(),
  startedAt: momentSchema,
  rows: z.int(),
  pages: z.int(),
  estimatedTotal: z.int().nullable(),
  rowsPerSecond: z.number().describe('Since the run began, its rests included.'),
  secondsLeft: z.int().nullable().describe('Null where nobody knows how much there is.'),
});

/** A stream of one account: how new its mirror is, and what is being read. */
export const streamSchema = z.object({
  connectionId: z.string(),
  connection: z.string().nullable().describe('The name of the connection; null where it is gone.'),
  system: z.string(),
  stream: z.string(),
  lane: z.enum(['sync', 'audit']).describe('An audit runs beside the usual course of things.'),
  agent: z.string(),
  objectType: z.string(),
  run: runSchema.nullable().describe('Null between runs.'),
  freshAt: momentSchema.nullable().describe('Nothing that is older is missing.'),
  ageMs: z.int().nullable(),
  freshWithinMs: z.int(),
  isStale: z.boolean().describe('Older than it may be; told once as `sync.stale`.'),
  lastCompleteAt: momentSchema.nullable(),
  lastFullAt: momentSchema.nullable(),
  quarantined: z.int().describe('Objects that are left out because they cannot be read or stored.'),
  error: jsonSchema.describe('What keeps it from going on.'),
});

export type SyncStream = z.infer<typeof streamSchema>;

/** An object that is left out. */
export const quarantinedSchema = z.object({
  connectionId: z.string(),
  connection: z.string().nullable().describe('The name of the connection; null where it is gone.'),
  system: z.string(),
  stream: z.string(),
  objectType: z.string(),
  externalId: z.string(),
  why: z.string().describe('The code of the error.'),
  details: jsonSchema,
  attempts: z.int(),
  title: z.string().nullable().describe('As the mirror last had it.'),
  url: z.string().nullable().describe('Where people see it, as the mirror last had it.'),
  firstSeenAt: momentSchema,
  lastSeenAt: momentSchema,
});

export type QuarantinedObject = z.infer<typeof quarantinedSchema>;
