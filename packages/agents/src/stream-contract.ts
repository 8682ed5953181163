import { idSchema, type Vendor } from '@sherpa/core';
import { z } from 'zod';

const QUARTER_HOUR_MS = 900_000;
/** Backfill lets the day's work pass. */
const AUDIT_PRIORITY = 400;
/** Before the messages that wait for the customers it makes. One at a time, it takes one slot of the worker's from them. */
const RESOLVE_PRIORITY = 60;

/** Objects that one task asks for again; more of them are several tasks. */
const MOST_REFRESHED = 1_000;

/**
 * What a sync is asked for. How far it is stands in its stream, not here: the last four are of tasks that
 * an older version left behind, and nobody reads them any more.
 */
const syncRequest = z.strictObject({
  /** Everything again, as if it were the first time. */
  full: z.boolean().default(false),
  /** The account; the tenant's own where absent. */
  connectionId: idSchema.optional(),
  startedAt: z.iso.datetime().optional(),
  since: z.iso.datetime().optional(),
  after: z.string().optional(),
  rowsBefore: z.int().min(0).optional(),
});

const auditRequest = z.strictObject({
  connectionId: idSchema.optional(),
  /** Believe a listing that lacks most of what was there before. */
  acceptAbsence: z.boolean().default(false),
});

const mode = z.enum(['full', 'incremental', 'audit']);

/** What a task of a stream did. */
export const syncResult = z.object({
  mode,
  /** Rows read by the whole run so far. */
  rows: z.int(),
  /** False if the next task goes on, or nobody does. */
  complete: z.boolean(),
  /** True where the vendor refuses this kind of object. */
  forbidden: z.literal(true).optional(),
});

export type SyncResult = z.output<typeof syncResult>;

/** Why objects are asked for again that a person has erased at their vendor, as privacy law asks for. */
export const ERASED = 'webhook privacy';

const refreshRequest = z.strictObject({
  connectionId: idSchema.optional(),
  objects: z
    .array(z.strictObject({ type: z.string().min(1), id: z.string().min(1) }))
    .min(1)
    .max(MOST_REFRESHED),
  /** Why: `webhook`, `by hand`. Kept with the task. */
  reason: z.string().min(1).max(100),
});

const refreshResult = z.object({
  /** Objects that are there. */
  found: z.int(),
  gone: z.int(),
  /** Of both, those of which the mirror did not know that. */
  changed: z.int(),
  /** Objects of types that no stream reads. */
  unknown: z.int(),
});

const resolveResult = z.object({
  resolved: z.int(),
  /** Objects that no customer could be made of. */
  setAside: z.int(),
});

/** One state of an object. */
export const recordStates = z.strictObject({
  records: z.array(
    z.strictObject({
      connectionId: z.uuid(),
      objectType: z.string(),
      externalId: z.string(),
      contentHash: z.string(),
      isDeleted: z.boolean(),
    }),
  ),
});

export type RecordStates = z.output<typeof recordStates>;

/** A task that marks objects in the mirror of which somebody was told. */
export const settleTask = {
  description: 'Marks objects in the mirror of which somebody was told.',
  payload: recordStates,
  result: z.object({ settled: z.int() }),
} as const;

/** The fact that a whole run has ended. */
export const synced = z.object({ mode, rows: z.int() });

/** In a row, without a page that could be written: a vendor may be away for some minutes. */
const retry = { attempts: 10 } as const;

/** A task that keeps a stream's mirror up to date, of one account at a time. */
export const syncTask = <V extends Vendor>(perConnection: V, description: string) => ({
  description,
  perConnection,
  retry,
  payload: syncRequest,
  result: syncResult,
});

/** Every quarter of an hour. */
export const regularly = { everyMs: QUARTER_HOUR_MS } as const;

/** A task that compares a stream with its vendor, object by object, at night. */
export const auditTask = <V extends Vendor>(perConnection: V, description: string, cron: string) => ({
  description,
  perConnection,
  schedule: { cron, timeZone: 'UTC', jitterMs: QUARTER_HOUR_MS },
  priority: AUDIT_PRIORITY,
  retry,
  payload: auditRequest,
  result: syncResult,
});

export const refreshTask = {
  description: 'Asks for objects as they are now and stores what is newer.',
  payload: refreshRequest,
  result: refreshResult,
} as const;

/**
 * Whoever changed the mirror asks for it. One that runs may have looked already, so another one follows; one
 * that waits stands for all.
 */
export const resolveTask = {
  description: 'Makes customers of what has changed in the mirror.',
  schedule: regularly,
  priority: RESOLVE_PRIORITY,
  retry,
  onDuplicate: 'replace',
  payload: z.strictObject({}),
  result: resolveResult,
} as const;

/** What every agent with streams may have to tell of them. */
export const streamEvents = {
  /** Objects that could not be read or stored; the rest goes on. */
  'sync.quarantined': z.object({
    stream: z.string(),
    objects: z.array(z.object({ externalId: z.string(), why: z.string() })),
  }),
  /** The vendor refuses a kind of object; the others go on. */
  'sync.forbidden': z.object({ stream: z.string(), scopes: z.array(z.string()) }),
  /** A listing lacked so much of what was there that it was not believed. */
  'sync.doubted': z.object({ stream: z.string(), known: z.int(), absent: z.int() }),
} as const;
