import { AgentError, jsonSchema, taskStatuses, type Json } from '@sherpa/core';
import { z } from 'zod';

/** What a wait may come to, as it is remembered. */
export const signalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signal'), payload: jsonSchema, signalId: z.string() }),
  z.object({ kind: z.literal('timeout') }),
]);

export const timeSchema = z.object({ kind: z.literal('time') });

export const childrenSchema = z.array(
  z.object({
    id: z.string(),
    status: z.enum(taskStatuses),
    result: jsonSchema,
    error: z.object({ code: z.string(), message: z.string(), details: jsonSchema }).nullable(),
  }),
);

export const approvalSchema = z.object({
  kind: z.enum(['decided', 'expired']),
  approved: z.boolean(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
});

/** A remembered outcome of that kind; the handler may have been changed so that another wait has its name now. */
export const parseOutcome = <T>(schema: z.ZodType<T>, outcome: Json, name: string): T => {
  const parsed = schema.safeParse(outcome);
  if (parsed.success) return parsed.data;
  throw new AgentError('A wait was remembered as one of another kind.', {
    retry: 'never',
    details: { step: name },
  });
};
