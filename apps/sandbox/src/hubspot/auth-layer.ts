import { html, type Answer } from '../http/reply.ts';
import type { Layer } from '../http/route.ts';
import type { Access } from './access.ts';
import { errorAnswer } from './errors.ts';

const MISSING =
  'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview';
const UNKNOWN =
  'The OAuth token used to make this call is invalid. Check that the token is for a portal you can access.';

/** The edge in front of HubSpot does not even look up what cannot be a token, and is not JSON. */
const MALFORMED = '<html><head><title>error code: 1016</title></head><body>error code: 1016</body></html>';

const expiredAnswer = (token: string): Answer =>
  errorAnswer(
    401,
    'EXPIRED_AUTHENTICATION',
    // Vendors have been seen to repeat the token; a client must not pass that on.
    `The OAuth token used to make this call expired 3 second(s) ago. Token: ${token}`,
  );

/** Lets only the private app's token through. */
export const makeAuthLayer =
  ({ access }: { readonly access: Access }): Layer =>
  async (request, next) => {
    const given = request.header('authorization');
    if (given === undefined) return errorAnswer(401, 'INVALID_AUTHENTICATION', MISSING);
    const token = given.replace(/^Bearer\s*/u, '');
    const verdict = access.judge(token);
    if (verdict === 'valid') return next(request);
    if (!/^[\w.-]+$/u.test(token)) return html(MALFORMED, 530);
    return verdict === 'expired' ? expiredAnswer(token) : errorAnswer(401, 'INVALID_AUTHENTICATION', UNKNOWN);
  };
