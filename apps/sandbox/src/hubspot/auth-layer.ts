import type { Layer } from '../http/route.ts';
import { errorAnswer } from './errors.ts';

const MISSING =
  'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview';

/** Lets only the private app's token through. */
export const makeAuthLayer =
  (deps: { readonly token: string }): Layer =>
  async (request, next) => {
    const given = request.header('authorization');
    if (given === undefined) return errorAnswer(401, 'INVALID_AUTHENTICATION', MISSING);
    if (given === `Bearer ${deps.token}`) return next(request);
    return errorAnswer(
      401,
      'INVALID_AUTHENTICATION',
      'The OAuth token used to make this call is invalid. Check that the token is for a portal you can access.',
    );
  };
