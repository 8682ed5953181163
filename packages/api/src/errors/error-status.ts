import type { ErrorCode } from '@sherpa/core';
import { none, type Endpoint } from '../endpoint.ts';

/** The HTTP status that tells a caller about each code. */
export const errorStatus: Readonly<Record<ErrorCode, number>> = {
  validation_failed: 400,
  unauthorized: 401,
  not_found: 404,
  conflict: 409,
  agent_failed: 500,
  task_timeout: 500,
  task_cancelled: 500,
  config_invalid: 500,
  database_failed: 500,
  internal: 500,
  integration_rejected: 502,
  integration_unauthorized: 502,
  integration_bad_answer: 502,
  integration_unavailable: 502,
  integration_rate_limited: 502,
  integration_budget: 503,
  integration_circuit_open: 503,
  integration_timeout: 504,
  database_unavailable: 503,
  queue_unavailable: 503,
};

/** Every code an endpoint can answer with: its own and those that its shape brings along. */
export const errorsOf = (endpoint: Endpoint): readonly ErrorCode[] => {
  const { params, query, body } = endpoint.request;
  const takesInput = [params, query, body].some((part) => part !== none);
  const common: readonly ErrorCode[] = [
    ...(takesInput ? (['validation_failed'] as const) : []),
    ...(endpoint.open === true ? [] : (['unauthorized'] as const)),
    'internal',
  ];
  return [...new Set([...endpoint.errors, ...common])];
};
