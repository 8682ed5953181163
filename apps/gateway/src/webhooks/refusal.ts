import { NotFoundError, UnauthorizedError, ValidationError, type AppError } from '@sherpa/core';

/** Why a delivery is not taken. */
export type RefusalReason =
  | 'unknown-connection'
  | 'disabled'
  | 'no-secret'
  | 'unsigned'
  | 'forged'
  | 'stale'
  | 'early'
  | 'malformed'
  | 'too-large';

const TOO_LARGE = 413;

/** What the sender is told. A vendor sends it again for a day or more, so nothing is lost by a mistake of ours. */
export const toRefusalError = (reason: RefusalReason): AppError => {
  switch (reason) {
    case 'unknown-connection':
    case 'disabled':
      return new NotFoundError('No connection takes webhooks here.');
    case 'no-secret':
      return new UnauthorizedError('The connection has no secret that webhooks could be signed with.');
    case 'unsigned':
      return new UnauthorizedError('The delivery is not signed.');
    case 'forged':
      return new UnauthorizedError('The signature does not fit.');
    case 'stale':
      return new UnauthorizedError('The delivery is too old.');
    case 'early':
      return new UnauthorizedError('The delivery is from the future.');
    case 'malformed':
      return new ValidationError('The body is not what this vendor sends.');
    case 'too-large':
      return new ValidationError('The body is larger than a webhook may be.', { status: TOO_LARGE });
  }
};
