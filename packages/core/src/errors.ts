import type { RetryAdvice } from './retry-policy.ts';

/** Every code an error of ours can carry. Closed, so that translators can be exhaustive. */
export const errorCodes = [
  'validation_failed',
  'not_found',
  'unauthorized',
  'conflict',
  'integration_unavailable',
  'integration_rejected',
  'integration_rate_limited',
  'integration_timeout',
  'integration_unauthorized',
  'integration_bad_answer',
  'integration_budget',
  'integration_circuit_open',
  'database_unavailable',
  'database_failed',
  'queue_unavailable',
  'agent_failed',
  'task_timeout',
  'task_cancelled',
  'config_invalid',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Values safe to log and to answer with: ids, names, numbers. Never what a customer typed. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface AppErrorOptions {
  readonly code?: ErrorCode;
  readonly status?: number;
  readonly retry?: RetryAdvice;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

interface AppErrorDefaults {
  readonly name: string;
  readonly code: ErrorCode;
  readonly status: number;
  readonly retry: RetryAdvice;
}

/**
 * The root of every operational error. `message` is constant text that may be logged and shown;
 * whatever varies belongs in `details`. `retry` says what a queue may do with the failed attempt.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retry: RetryAdvice;
  readonly details: ErrorDetails;

  constructor(message: string, options: AppErrorOptions = {}, defaults: AppErrorDefaults = INTERNAL) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = defaults.name;
    this.code = options.code ?? defaults.code;
    this.status = options.status ?? defaults.status;
    this.retry = options.retry ?? defaults.retry;
    this.details = options.details ?? {};
  }
}

const INTERNAL: AppErrorDefaults = { name: 'AppError', code: 'internal', status: 500, retry: 'backoff' };

/** Input that does not fit its schema. Never retried: the same input fails the same way. */
export class ValidationError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, {
      name: 'ValidationError',
      code: 'validation_failed',
      status: 400,
      retry: 'never',
    });
  }
}

/** What was asked for does not exist, or not for this tenant. */
export class NotFoundError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, { name: 'NotFoundError', code: 'not_found', status: 404, retry: 'never' });
  }
}

/** The caller did not prove who it is, or may not do this. */
export class UnauthorizedError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, { name: 'UnauthorizedError', code: 'unauthorized', status: 401, retry: 'never' });
  }
}

/** The thing exists but is not in a state in which this can be done. */
export class ConflictError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, { name: 'ConflictError', code: 'conflict', status: 409, retry: 'never' });
  }
}

/** A vendor did not do what we asked. `retry` tells whether asking again can help, and when. */
export class IntegrationError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, {
      name: 'IntegrationError',
      code: 'integration_unavailable',
      status: 502,
      retry: 'backoff',
    });
  }
}

/** Postgres refused or could not be reached. */
export class DatabaseError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, {
      name: 'DatabaseError',
      code: 'database_failed',
      status: 500,
      retry: 'backoff',
    });
  }
}

/** The queue could not be reached or refused. The ledger holds the work, so trying later always helps. */
export class QueueError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, { name: 'QueueError', code: 'queue_unavailable', status: 503, retry: 'backoff' });
  }
}

/** An agent could not do its task for a reason of its own. */
export class AgentError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, { name: 'AgentError', code: 'agent_failed', status: 500, retry: 'backoff' });
  }
}

/** The environment does not describe a system that can start; the message says what to set. */
export class ConfigError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options, { name: 'ConfigError', code: 'config_invalid', status: 500, retry: 'never' });
  }
}

/** Any thrown value as an `AppError`; what is not ours becomes `internal` with itself as the cause. */
export const toAppError = (thrown: unknown): AppError =>
  thrown instanceof AppError ? thrown : new AppError('Something unexpected went wrong.', { cause: thrown });
