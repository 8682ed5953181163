import { z } from 'zod';

/** Lua's encoder writes an empty list as an empty object. */
const listOf = <S extends z.ZodType>(item: S) =>
  z.union([z.array(item), z.object({}).transform((): z.output<S>[] => [])]);

const placed = z.object({
  x: z.int(),
  reserved: z.boolean(),
  basis: z.number(),
  /** Calls that count in the window, this one included. */
  used: z.int(),
});

const answer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('granted'),
    startInMs: z.number(),
    probe: z.boolean(),
    granted: z.number(),
    places: listOf(placed),
  }),
  z.object({
    kind: z.literal('refused'),
    reason: z.enum(['spent', 'closed', 'circuit_open']),
    window: z.string().nullable(),
    afterMs: z.number(),
  }),
]);

const event = z.object({
  kind: z.enum(['opened', 'closed']),
  cause: z.enum(['failing', 'unauthorized']).nullable(),
  restMs: z.number(),
});

/** What a store says to one batch. */
export const budgetReplySchema = z.object({
  now: z.number(),
  /** True while the circuit has failures to forget, so that successes are worth telling. */
  failing: z.boolean(),
  answers: listOf(answer),
  events: listOf(event),
});

export type BudgetReply = z.output<typeof budgetReplySchema>;
export type StoreAnswer = BudgetReply['answers'][number];
export type CircuitEvent = BudgetReply['events'][number];
