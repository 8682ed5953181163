import { newId } from '@sherpa/core';
import { json, type Answer } from '../http/reply.ts';
import { Refusal } from '../http/refusal.ts';

type Extras = Readonly<Record<string, unknown>>;

/** An error in the body shape of HubSpot's CRM API. */
export const errorAnswer = (status: number, category: string, message: string, extras: Extras = {}): Answer =>
  json({ status: 'error', message, correlationId: newId(), category, ...extras }, status);

export const refuse = (status: number, category: string, message: string, extras: Extras = {}): Refusal =>
  new Refusal(errorAnswer(status, category, message, extras));

export const invalid = (message: string, extras: Extras = {}): Refusal =>
  refuse(400, 'VALIDATION_ERROR', message, extras);

export const notFound = (message = 'resource not found'): Refusal => refuse(404, 'OBJECT_NOT_FOUND', message);

export type RatePolicy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY';

/** HubSpot's 429: no Retry-After, the policy in the body. */
export const tooManyAnswer = (policyName: RatePolicy): Answer =>
  json(
    {
      status: 'error',
      message: `You have reached your ${policyName.toLowerCase()} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: newId(),
      policyName,
      requestId: newId(),
    },
    429,
  );
