import type { Endpoint, RequestOf, ResponseOf } from '@sherpa/api';
import { parseRequest, type RawRequest } from './parse-request.ts';

/** Who asks, and for how long the answer is wanted. */
export interface Caller {
  /** Looked up when needed, so that what needs no tenant answers without a database. */
  tenantId(): Promise<string>;
  /** Aborted when the caller has gone or the gateway stops: whoever waits answers with what there is. */
  readonly signal: AbortSignal;
}

/** An endpoint together with what answers it. */
export interface Handler {
  readonly route: Endpoint;
  readonly handle: (raw: RawRequest, caller: Caller) => Promise<unknown>;
}

/** Joins an endpoint of the API to the function that answers it; that one reads parsed input only. */
export const defineHandler = <E extends Endpoint>(
  route: E,
  handle: (request: RequestOf<E>, caller: Caller) => Promise<ResponseOf<E>>,
): Handler => ({
  route,
  handle: async (raw, caller) => handle(parseRequest(route, raw), caller),
});
