import {
  AgentError,
  AppError,
  ConfigError,
  ConflictError,
  DatabaseError,
  IntegrationError,
  NotFoundError,
  QueueError,
  UnauthorizedError,
  ValidationError,
  type AppErrorOptions,
  type ErrorCode,
} from '@sherpa/core';
import type { ErrorBody } from '../errors/error-body.ts';

type MakeError = (message: string, options: AppErrorOptions) => AppError;

const integration: MakeError = (message, options) => new IntegrationError(message, options);
const database: MakeError = (message, options) => new DatabaseError(message, options);
const agent: MakeError = (message, options) => new AgentError(message, options);

const makers: Readonly<Record<ErrorCode, MakeError>> = {
  validation_failed: (message, options) => new ValidationError(message, options),
  not_found: (message, options) => new NotFoundError(message, options),
  unauthorized: (message, options) => new UnauthorizedError(message, options),
  conflict: (message, options) => new ConflictError(message, options),
  integration_unavailable: integration,
  integration_rejected: integration,
  integration_rate_limited: integration,
  integration_timeout: integration,
  integration_unauthorized: integration,
  integration_bad_answer: integration,
  integration_budget: integration,
  integration_circuit_open: integration,
  database_unavailable: database,
  queue_unavailable: (message, options) => new QueueError(message, options),
  database_failed: database,
  agent_failed: agent,
  task_timeout: agent,
  task_cancelled: agent,
  config_invalid: (message, options) => new ConfigError(message, options),
  internal: (message, options) => new AppError(message, options),
};

/** An error's code and words as the error class that carries them. */
export const errorOf = (code: ErrorCode, message: string, options: AppErrorOptions): AppError =>
  makers[code](message, { ...options, code });

/** The gateway's error answer as the error that it was there. */
export const fromErrorBody = ({ error }: ErrorBody, status: number): AppError =>
  errorOf(error.code, error.message, {
    status,
    details: {
      requestId: error.requestId,
      ...(error.problems === undefined ? {} : { problems: error.problems }),
    },
  });
