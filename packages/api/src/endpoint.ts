import type { ErrorCode } from '@sherpa/core';
import type { z } from 'zod';

/** One endpoint as data: what it is asked, what it answers, how it can fail. */
export interface Endpoint {
  readonly method: 'get' | 'post';
  /** Path with `:name` for every member of `request.params`. */
  readonly path: string;
  readonly summary: string;
  readonly request: {
    readonly params?: z.ZodObject;
    readonly query?: z.ZodObject;
    readonly body?: z.ZodType;
  };
  /** The body of the success. */
  readonly response: z.ZodType;
  /** The status of the success. Default 200. */
  readonly status?: 200 | 202;
  /** Of the success. Default `application/json`. */
  readonly contentType?: 'text/html' | 'text/plain';
  /** How it can fail beside what every endpoint can: bad input, no key, an unforeseen fault. */
  readonly errors: readonly ErrorCode[];
  /** True when it answers without an API key. */
  readonly open?: boolean;
}

/** Declares an endpoint; types of input and answer flow from its schemas. */
export const defineEndpoint = <const E extends Endpoint>(endpoint: E): E => endpoint;

type Parts = Endpoint['request'];
type Nothing = Readonly<Record<string, never>>;
type SchemaAt<E extends Endpoint, P extends keyof Parts> = E['request'] extends {
  readonly [K in P]: infer S extends z.ZodType;
}
  ? S
  : never;

type OutputAt<E extends Endpoint, P extends keyof Parts> = [SchemaAt<E, P>] extends [never]
  ? Nothing
  : z.output<SchemaAt<E, P>>;

type InputAt<E extends Endpoint, P extends keyof Parts> = [SchemaAt<E, P>] extends [never]
  ? Nothing
  : z.input<SchemaAt<E, P>>;

/** What a handler reads: every part parsed, defaults filled in. */
export interface RequestOf<E extends Endpoint> {
  readonly params: OutputAt<E, 'params'>;
  readonly query: OutputAt<E, 'query'>;
  readonly body: OutputAt<E, 'body'>;
}

/** What a caller writes, before defaults. */
export interface RequestInput<E extends Endpoint> {
  readonly params: InputAt<E, 'params'>;
  readonly query: InputAt<E, 'query'>;
  readonly body: InputAt<E, 'body'>;
}

/** What the endpoint answers. */
export type ResponseOf<E extends Endpoint> = z.output<E['response']>;
