import type { Layer } from '../../http/route.ts';
import { errorAnswer } from '../errors.ts';

/** Lets only the integration's token through. */
export const makeAuthLayer =
  (deps: { readonly token: string }): Layer =>
  async (request, next) =>
    request.header('authorization') === `Bearer ${deps.token}`
      ? next(request)
      : errorAnswer('unauthorized', 'API token is invalid.');
