import { errorBodySchema, type ErrorBody } from '@sherpa/api';
import { toAppError, ValidationError, type AppError, type ErrorCode } from '@sherpa/core';

/** An error as an answer; `logged` where someone who runs the gateway has to hear of it. */
export interface HttpError {
  readonly status: number;
  readonly error: Omit<ErrorBody['error'], 'requestId'>;
  readonly logged: boolean;
}

type Exposure = 'told' | 'told-and-logged' | 'hidden';

const exposures: Readonly<Record<ErrorCode, Exposure>> = {
  validation_failed: 'told',
  not_found: 'told',
  unauthorized: 'told',
  conflict: 'told',
  integration_unavailable: 'told-and-logged',
  integration_rejected: 'told-and-logged',
  integration_rate_limited: 'told-and-logged',
  integration_timeout: 'told-and-logged',
  integration_unauthorized: 'told-and-logged',
  integration_bad_answer: 'told-and-logged',
  integration_budget: 'told-and-logged',
  integration_circuit_open: 'told-and-logged',
  database_unavailable: 'told-and-logged',
  queue_unavailable: 'told-and-logged',
  database_failed: 'hidden',
  agent_failed: 'hidden',
  task_timeout: 'hidden',
  task_cancelled: 'hidden',
  // It says which variable the gateway needs, for whoever runs it.
  config_invalid: 'told-and-logged',
  internal: 'hidden',
};

const HIDDEN = 'Something unexpected went wrong; the log knows it by the request id.';

const problemsSchema = errorBodySchema.shape.error.shape.problems;

const problemsOf = (error: AppError) => {
  const { data } = problemsSchema.safeParse(error.details['problems']);
  return data === undefined ? {} : { problems: data };
};

// Express throws it for a path with a broken percent escape.
const toOurs = (thrown: unknown): AppError =>
  thrown instanceof URIError
    ? new ValidationError('The path is not well formed.', { cause: thrown })
    : toAppError(thrown);

/** The one translator of whatever was thrown into what the caller gets to know of it. */
export const errorToHttp = (thrown: unknown): HttpError => {
  const error = toOurs(thrown);
  const { code } = error;
  const exposure = exposures[code];
  if (exposure === 'hidden') return { status: 500, error: { code, message: HIDDEN }, logged: true };
  return {
    status: error.status,
    error: { code, message: error.message, ...problemsOf(error) },
    logged: exposure === 'told-and-logged',
  };
};
