import type { z } from 'zod';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { parseControl, refuseControl } from './control-error.ts';

interface Turn<S extends z.ZodType> {
  readonly name: string;
  readonly schema: S;
  run(given: z.output<S>): unknown;
}

/** One thing that happens at Stripe without anybody asking its API. */
export const turn = <S extends z.ZodType>({ name, schema, run }: Turn<S>): Route => ({
  method: 'post',
  path: `/_sandbox/stripe/${name}`,
  handle: (request) => json(run(parseControl(schema, request.body))),
});

/** The record, or a 404 that says what there is none of. */
export const found = <T>(record: T | undefined, what: string): T => {
  if (record === undefined) throw refuseControl(404, `There is no such ${what}.`);
  return record;
};
