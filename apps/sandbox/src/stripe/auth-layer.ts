import type { Layer } from '../http/route.ts';
import { errorAnswer } from './errors.ts';

const MISSING =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";

const keyOf = (authorization: string): string => {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'basic') return value;
  return Buffer.from(value, 'base64').toString().split(':')[0] ?? '';
};

const masked = (key: string): string => `${'*'.repeat(Math.max(key.length - 4, 0))}${key.slice(-4)}`;

/** Lets only the account's secret key through, as a bearer token or as a basic user. */
export const makeAuthLayer =
  (deps: { readonly key: string }): Layer =>
  async (request, next) => {
    const authorization = request.header('authorization');
    if (authorization === undefined) {
      return errorAnswer(401, { type: 'invalid_request_error', message: MISSING });
    }
    const key = keyOf(authorization);
    if (key === deps.key) return next(request);
    return errorAnswer(401, {
      type: 'invalid_request_error',
      message: `Invalid API Key provided: ${masked(key)}`,
    });
  };
