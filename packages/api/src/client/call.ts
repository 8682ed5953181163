import { IntegrationError } from '@sherpa/core';
import type { z } from 'zod';
import type { Endpoint, RequestInput, ResponseOf } from '../endpoint.ts';
import { errorBodySchema } from '../errors/error-body.ts';
import { fromErrorBody } from './api-error.ts';

/** What a client needs to know of the gateway. */
export interface ClientOptions {
  /** Where the gateway answers, for example `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly apiKey: string;
  /** Acts for this tenant rather than for the gateway's own. */
  readonly tenant?: string;
  /** Default the platform's. */
  readonly fetch?: typeof fetch;
  /** How long one answer may take beyond what the request itself waits, in milliseconds. Default 30 s. */
  readonly answerWithinMs?: number;
}

/** One request to one endpoint; members of `query` that are undefined are left out. */
export type Call = <E extends Endpoint>(
  endpoint: E,
  request: Partial<RequestInput<E>>,
  waitMs?: number,
) => Promise<ResponseOf<E>>;

const ANSWER_WITHIN_MS = 30_000;

const toUrl = (base: string, path: string, params: object, query: object): URL => {
  const values = new Map<string, unknown>(Object.entries(params));
  const filled = path.replaceAll(/:(\w+)/gu, (_all, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
  const url = new URL(filled.slice(1), base.endsWith('/') ? base : `${base}/`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
};

const badAnswer = (url: URL, status: number, cause?: unknown): IntegrationError =>
  new IntegrationError('The answer is not one of a Sherpa gateway.', {
    code: 'integration_bad_answer',
    retry: 'never',
    details: { url: url.origin, status },
    cause,
  });

const noAnswer = (url: URL, cause: unknown): IntegrationError =>
  cause instanceof DOMException && cause.name === 'TimeoutError'
    ? new IntegrationError('The gateway did not answer in time.', {
        code: 'integration_timeout',
        details: { url: url.origin },
        cause,
      })
    : new IntegrationError('The gateway did not answer.', { details: { url: url.origin }, cause });

const readJson = async (response: Response, url: URL): Promise<unknown> => {
  try {
    return await response.json();
  } catch (cause) {
    // A connection that breaks in the middle of an answer is no answer; text that is no JSON is a wrong one.
    throw cause instanceof SyntaxError ? badAnswer(url, response.status, cause) : noAnswer(url, cause);
  }
};

const send = async (options: ClientOptions, url: URL, init: RequestInit): Promise<Response> => {
  try {
    return await (options.fetch ?? fetch)(url, init);
  } catch (cause) {
    throw noAnswer(url, cause);
  }
};

const headersOf = ({ apiKey, tenant }: ClientOptions, hasBody: boolean) => ({
  accept: 'application/json',
  authorization: `Bearer ${apiKey}`,
  ...(hasBody ? { 'content-type': 'application/json' } : {}),
  ...(tenant === undefined ? {} : { 'x-sherpa-tenant': tenant }),
});

const parseAnswer = <S extends z.ZodType>(schema: S, body: unknown, response: Response, url: URL) => {
  if (!response.ok) {
    const failure = errorBodySchema.safeParse(body);
    throw failure.success
      ? fromErrorBody(failure.data, response.status)
      : badAnswer(url, response.status, failure.error);
  }
  const answer = schema.safeParse(body);
  if (!answer.success) throw badAnswer(url, response.status, answer.error);
  return answer.data;
};

/** Makes the one function through which every request of a client goes. */
export const makeCall =
  (options: ClientOptions): Call =>
  async <E extends Endpoint>(endpoint: E, request: Partial<RequestInput<E>>, waitMs = 0) => {
    const url = toUrl(options.url, endpoint.path, request.params ?? {}, request.query ?? {});
    const hasBody = request.body !== undefined;
    const response = await send(options, url, {
      method: endpoint.method.toUpperCase(),
      headers: headersOf(options, hasBody),
      ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
      signal: AbortSignal.timeout(waitMs + (options.answerWithinMs ?? ANSWER_WITHIN_MS)),
    });
    return parseAnswer<E['response']>(endpoint.response, await readJson(response, url), response, url);
  };
