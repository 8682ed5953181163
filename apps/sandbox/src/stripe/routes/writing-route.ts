import type { z } from 'zod';
import { json } from '../../http/reply.ts';
import type { Route, VendorRequest } from '../../http/route.ts';
import type { Cause, StripeAccount } from '../account.ts';
import { causeOf } from '../cause-of.ts';
import { expanded } from '../expand.ts';
import { parseParams } from '../params.ts';

/** One write: its parameters, and the object it answers with. */
export interface Write<P extends { readonly expand: readonly string[] }> {
  readonly method?: 'post' | 'delete';
  readonly path: string;
  readonly schema: z.ZodType<P>;
  run(params: P, cause: Cause, request: VendorRequest): object;
}

export const writingRoute = <P extends { readonly expand: readonly string[] }>(
  account: StripeAccount,
  { method = 'post', path, schema, run }: Write<P>,
): Route => ({
  method,
  path,
  handle: (request) => {
    // A DELETE carries its parameters in the query.
    const params = parseParams(schema, method === 'delete' ? request.query : request.body);
    return json(expanded(account, run(params, causeOf(request), request), params.expand));
  },
});
