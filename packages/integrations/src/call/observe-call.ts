import type { AppError, Clock } from '@sherpa/core';

/** The part of a logger that calls are told to. */
export interface CallLog {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** One request to a vendor as it ended: `ok` or the code of its error; `status` where an error status came. */
export interface CallObservation {
  readonly vendor: string;
  readonly operation: string;
  readonly outcome: 'ok' | AppError['code'];
  readonly status: number | undefined;
  readonly durationMs: number;
}

interface ObserveDeps {
  readonly vendor: string;
  readonly log: CallLog;
  readonly onCall: (observation: CallObservation) => void;
  readonly clock: Clock;
}

interface EndedRequest {
  readonly operation: string;
  readonly attempt: number;
  readonly startedAt: Date;
  readonly error: AppError | undefined;
}

/** Whether a thing is missing or there already is often the very question; a task that minds will say so. */
const ANSWERS: ReadonlySet<number | undefined> = new Set([404, 409]);

const statusOf = (error: AppError): number | undefined => {
  const status = error.details['status'];
  return typeof status === 'number' ? status : undefined;
};

/** Makes what measures and logs each request once. */
export const makeObserve =
  ({ vendor, log, onCall, clock }: ObserveDeps) =>
  ({ operation, attempt, startedAt, error }: EndedRequest): void => {
    const outcome = error?.code ?? 'ok';
    const status = error === undefined ? undefined : statusOf(error);
    const durationMs = clock.now().getTime() - startedAt.getTime();
    onCall({ vendor, operation, outcome, status, durationMs });
    const fields = { vendor, operation, outcome, status, durationMs, attempt };
    if (error === undefined) log.debug('Vendor call done.', fields);
    else if (error.code === 'task_cancelled') log.info('Vendor call cancelled.', fields);
    else if (ANSWERS.has(status)) log.info('Vendor call refused.', { ...error.details, ...fields });
    else log.warn('Vendor call failed.', { ...error.details, ...fields });
  };
