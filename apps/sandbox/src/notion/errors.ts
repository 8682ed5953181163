import { Refusal } from '../http/refusal.ts';
import { json, withHeaders, type Answer } from '../http/reply.ts';

const STATUS = {
  invalid_json: 400,
  invalid_request_url: 400,
  missing_version: 400,
  validation_error: 400,
  unauthorized: 401,
  restricted_resource: 403,
  object_not_found: 404,
  conflict_error: 409,
  rate_limited: 429,
  internal_server_error: 500,
  service_unavailable: 503,
  gateway_timeout: 504,
  service_overload: 529,
} as const;

export type NotionCode = keyof typeof STATUS;

/** An error in Notion's body shape; the request's id is added on the way out. */
export const errorAnswer = (code: NotionCode, message: string): Answer =>
  json({ object: 'error', status: STATUS[code], code, message }, STATUS[code]);

const refuse = (code: NotionCode, message: string): Refusal => new Refusal(errorAnswer(code, message));

export const invalid = (message: string): Refusal => refuse('validation_error', message);

/** Deleted and not shared are the same answer, so that nobody learns what he may not see. */
export const notFound = (what: string, id: string): Refusal =>
  refuse(
    'object_not_found',
    `Could not find ${what} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
  );

export const conflict = (): Answer =>
  errorAnswer('conflict_error', 'Conflict occurred while saving. Please try again.');

export const gatewayTimeout = (): Answer =>
  errorAnswer('gateway_timeout', 'Notion timed out while fulfilling the request. Please try again.');

/** Notion's 429 says how long to wait, in whole seconds. */
export const tooManyAnswer = (retryAfterSeconds?: number): Answer => {
  const answer = errorAnswer(
    'rate_limited',
    'You have been rate limited. Please try again in a few minutes.',
  );
  return retryAfterSeconds === undefined
    ? answer
    : withHeaders(answer, { 'Retry-After': String(retryAfterSeconds) });
};

const MESSAGES: Readonly<Partial<Record<NotionCode, string>>> = {
  validation_error: 'Something went wrong with this request. Please try again.',
  service_overload: 'Notion is overloaded. Please try again later.',
  service_unavailable: 'Notion is unavailable. Please try again later.',
  internal_server_error: 'Unexpected error occurred.',
};

const CODES: readonly NotionCode[] = [
  'validation_error',
  'unauthorized',
  'restricted_resource',
  'object_not_found',
  'conflict_error',
  'rate_limited',
  'internal_server_error',
  'service_unavailable',
  'gateway_timeout',
  'service_overload',
];

/** What Notion says with a status, for faults that are asked for by their number. */
export const answerOfStatus = (status: number): Answer => {
  const code = CODES.find((one) => STATUS[one] === status) ?? 'internal_server_error';
  return { ...errorAnswer(code, MESSAGES[code] ?? 'The request failed.'), status };
};
