import { CONNECTION_REST_MS } from '@sherpa/agent-kit';
import { IntegrationError } from '@sherpa/core';
import type { Call } from '@sherpa/integrations/call';

/** Credentials without the scope for one thing may well do others: that is not the connection's fault. */
const FORBIDDEN = 403;

const isRefused = (thrown: unknown): thrown is IntegrationError =>
  thrown instanceof IntegrationError &&
  thrown.code === 'integration_unauthorized' &&
  thrown.details['status'] !== FORBIDDEN;

/**
 * A call that tells when the vendor does not take the credentials. Its task waits for others, as the next
 * ones will, rather than to fail for good by what only a person can change.
 */
export const refusingCall =
  (call: Call, onRefused: () => void): Call =>
  async (request) => {
    try {
      return await call(request);
    } catch (thrown) {
      if (!isRefused(thrown)) throw thrown;
      onRefused();
      throw new IntegrationError(thrown.message, {
        code: thrown.code,
        retry: { afterMs: CONNECTION_REST_MS, counted: false },
        details: thrown.details,
        cause: thrown,
      });
    }
  };
