import { none, type Endpoint, type RequestOf } from '@sherpa/api';
import { toProblems, ValidationError } from '@sherpa/core';
import { z } from 'zod';

/** A request's parts as they came in. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The parts as the endpoint declares them, or one `ValidationError` with the problems of all of them. */
export const parseRequest = <E extends Endpoint>(endpoint: E, raw: RawRequest): RequestOf<E> => {
  const { request } = endpoint;
  const params = z.safeParse<E['request']['params']>(request.params, raw.params);
  const query = z.safeParse<E['request']['query']>(request.query, raw.query);
  const body = z.safeParse<E['request']['body']>(request.body, request.body === none ? {} : raw.body);
  if (params.success && query.success && body.success) {
    return { params: params.data, query: query.data, body: body.data };
  }
  throw new ValidationError('The request does not fit.', {
    details: {
      problems: [
        ...(params.error === undefined ? [] : toProblems(params.error, 'path')),
        ...(query.error === undefined ? [] : toProblems(query.error, 'query')),
        ...(body.error === undefined ? [] : toProblems(body.error, 'body')),
      ],
    },
  });
};
