import { IntegrationError } from '@sherpa/core';

/** True where a vendor says that there is no such record. */
export const isMissing = (thrown: unknown): boolean =>
  thrown instanceof IntegrationError && thrown.details['status'] === 404;
