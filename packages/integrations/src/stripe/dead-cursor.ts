import { IntegrationError } from '@sherpa/core';

/** True when a listing broke off because the row it was to go on from is gone: start it over. */
export const isDeadCursor = (thrown: unknown): boolean =>
  thrown instanceof IntegrationError &&
  thrown.details['status'] === 400 &&
  thrown.details['vendorCode'] === 'resource_missing';
