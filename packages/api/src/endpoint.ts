import type { ErrorCode } from '@sherpa/core';
import { z } from 'zod';

/** One endpoint as data: what it is asked, what it answers, how it can fail. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Path with `:name` for every member of `request.params`. */
  readonly path: string;
  readonly summary: string;
  readonly request: {
    readonly params: z.ZodObject;
    readonly query: z.ZodObject;
    readonly body: z.ZodType;
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

/** Stands for params, query or body that an endpoint does not have; what comes all the same is ignored. */
export const none = z.object({});

/** What a handler reads: every part parsed, defaults filled in. */
export interface RequestOf<E extends Endpoint> {
  readonly params: z.output<E['request']['params']>;
  readonly query: z.output<E['request']['query']>;
  readonly body: z.output<E['request']['body']>;
}

/** What a caller writes, before defaults. */
export interface RequestInput<E extends Endpoint> {
  readonly params: z.input<E['request']['params']>;
  readonly query: z.input<E['request']['query']>;
  readonly body: z.input<E['request']['body']>;
}

/** What the endpoint answers. */
export type ResponseOf<E extends Endpoint> = z.output<E['response']>;
