import type { CircuitChange } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';

/** Logs what becomes of an account's circuit; of the whole fleet one process is told of each change. */
export const tellCircuits =
  (log: Logger) =>
  ({ account, kind, cause, restMs }: CircuitChange): void => {
    const fields = { vendor: account.vendor, connectionId: account.id, reason: cause };
    if (kind === 'opened') log.warn('A vendor is left alone, since its calls fail.', { ...fields, restMs });
    else log.info('A vendor answers again.', fields);
  };
