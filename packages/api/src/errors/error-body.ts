import { errorCodes } from '@sherpa/core';
import { z } from 'zod';

/** One thing wrong with a request: where, and what was expected. */
const problemSchema = z.object({ field: z.string(), problem: z.string() });

/** The body of every answer that is not a success. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.string(),
    problems: z.array(problemSchema).optional(),
    requestId: z.string().describe('Names this request in the log of the gateway.'),
  }),
});

export type ErrorBody = z.infer<typeof errorBodySchema>;
