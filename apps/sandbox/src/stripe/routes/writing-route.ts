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

/** Counts a write by the metadata it carried, so that one that was made twice shows. */
const noteKeys = (account: StripeAccount, path: string, params: object): void => {
  const metadata = new Map<string, unknown>(Object.entries(params)).get('metadata');
  if (typeof metadata !== 'object' || metadata === null) return;
  const [, , object = ''] = path.split('/');
  const kind = path.includes(':id') ? 'updates' : 'creates';
  for (const [name, value] of Object.entries(metadata)) {
    account.noteEffect({ object, key: `metadata.${name}=${String(value)}`, kind });
  }
};

export const writingRoute = <P extends { readonly expand: readonly string[] }>(
  account: StripeAccount,
  { method = 'post', path, schema, run }: Write<P>,
): Route => ({
  method,
  path,
  handle: (request) => {
    // A DELETE carries its parameters in the query.
    const params = parseParams(schema, method === 'delete' ? request.query : request.body);
    const written = run(params, causeOf(request), request);
    noteKeys(account, path, params);
    return json(expanded(account, written, params.expand));
  },
});
