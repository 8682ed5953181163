import { IntegrationError } from '@sherpa/core';

/** True where HubSpot says that there is no such record. */
export const isMissing = (thrown: unknown): boolean =>
  thrown instanceof IntegrationError && thrown.details['status'] === 404;
