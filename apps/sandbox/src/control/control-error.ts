import { toProblems } from '@sherpa/core';
import type { z } from 'zod';
import { Refusal } from '../http/refusal.ts';
import { json } from '../http/reply.ts';

/** A control call that cannot be done, with every reason. */
export const refuseControl = (
  status: number,
  message: string,
  problems: readonly { field: string; problem: string }[] = [],
): Refusal => new Refusal(json({ error: message, problems }, status));

/** The body of a control call as its schema says, or a 400 that lists what is wrong. */
export const parseControl = <S extends z.ZodType>(schema: S, body: unknown): z.output<S> => {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw refuseControl(400, 'The body does not fit.', toProblems(parsed.error, 'body'));
};
