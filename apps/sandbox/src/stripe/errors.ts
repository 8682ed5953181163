import { Refusal } from '../http/refusal.ts';
import { json, withHeaders, type Answer } from '../http/reply.ts';

interface StripeErrorBody {
  readonly type: 'invalid_request_error' | 'api_error' | 'card_error' | 'idempotency_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
}

const docUrl = (code: string): string => `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;

/** An error in Stripe's body shape. */
export const errorAnswer = (status: number, error: StripeErrorBody): Answer =>
  json({ error: error.code === undefined ? error : { ...error, doc_url: docUrl(error.code) } }, status);

export const refuse = (status: number, error: StripeErrorBody): Refusal =>
  new Refusal(errorAnswer(status, error));

export const invalid = (message: string, code: string | undefined, param?: string): Refusal =>
  refuse(400, {
    type: 'invalid_request_error',
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });

/** An id that leads nowhere: 404 in a path, 400 in a parameter. */
export const missing = (what: string, id: string, param: string, status: 400 | 404 = 404): Refusal =>
  refuse(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  });

/** Stripe's 429: no Retry-After and no `stripe-should-retry`, so its own SDK does not retry it. */
export const tooManyAnswer = (reason: 'global-rate' | 'endpoint-rate' = 'global-rate'): Answer =>
  withHeaders(
    errorAnswer(429, {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message:
        'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    }),
    { 'Stripe-Rate-Limited-Reason': reason },
  );

/** The 429 of an object that another request is writing. */
export const lockedAnswer = (): Answer =>
  errorAnswer(429, {
    type: 'invalid_request_error',
    code: 'lock_timeout',
    message:
      'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request.',
  });
