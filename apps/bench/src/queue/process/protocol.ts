import { z } from 'zod';
import { contestantNames } from '../contestants/index.ts';

const placeSchema = z.object({ postgresUrl: z.string(), redisUrl: z.string(), namespace: z.string() });

const range = { from: z.int(), to: z.int() };

/** What a process of a contestant can be asked to do. Tasks are numbers, and a range of them leaves out its end. */
export const requestSchema = z.discriminatedUnion('call', [
  z.object({ call: z.literal('enter'), contestant: z.enum(contestantNames), place: placeSchema }),
  /** Makes what the contestant needs in an empty place, then opens the producer; workers come after it. */
  z.object({ call: z.literal('open-producer') }),
  z.object({ call: z.literal('open-worker') }),
  z.object({
    call: z.literal('produce'),
    ...range,
    /** `bulk`: that many in a call; `ways`: that many callers at once, each task a call of its own; `lanes`: the same, each caller by itself. */
    mode: z.enum(['bulk', 'ways', 'lanes']),
    width: z.int(),
    /** Stops adding after that time. */
    withinMs: z.number(),
  }),
  /** Adds one task after the other at that rate. */
  z.object({ call: z.literal('pace'), ...range, perSecond: z.number() }),
  z.object({ call: z.literal('start'), concurrency: z.int(), ...range }),
  z.object({ call: z.literal('stop') }),
  z.object({ call: z.literal('tally') }),
  z.object({ call: z.literal('settle'), timeoutMs: z.number() }),
  z.object({ call: z.literal('audit') }),
  z.object({ call: z.literal('close') }),
]);

export type Request = z.infer<typeof requestSchema>;

const moment = z.number();

/** What each call is answered with; moments are `monotonicMs`. */
export const answerSchemas = {
  enter: z.void(),
  'open-producer': z.void(),
  'open-worker': z.void(),
  /** `to`: the first task that was not added. */
  produce: z.object({ to: z.int(), startedAt: moment, endedAt: moment }),
  pace: z.object({ addedAt: z.instanceof(Float64Array) }),
  start: z.object({ at: moment }),
  stop: z.void(),
  /** How often each task of the range ran, and when it first did. */
  tally: z.object({
    runs: z.instanceof(Uint8Array),
    startedAt: z.instanceof(Float64Array),
    strangers: z.int(),
  }),
  settle: z.object({ at: moment, isDone: z.boolean() }),
  audit: z.object({
    left: z.int(),
    queued: z.int(),
    rows: z.object({ completed: z.int(), events: z.int() }).nullable(),
  }),
  close: z.void(),
} as const;

export type Answers = { readonly [C in Request['call']]: z.infer<(typeof answerSchemas)[C]> };

/** What a worker tells by itself while it works. */
export const progressSchema = z.object({
  type: z.literal('progress'),
  ran: z.int(),
  firstAt: moment,
  lastAt: moment,
});

export type Progress = z.infer<typeof progressSchema>;

/** An answer as it travels. */
export const replySchema = z.union([
  z.object({ type: z.literal('answer'), id: z.int(), value: z.unknown() }),
  z.object({ type: z.literal('failure'), id: z.int(), stack: z.string() }),
]);

export const envelopeSchema = z.object({ id: z.int(), request: requestSchema });
