import { toJson, toProblems, ValidationError, type NewId, type OnDuplicate, type Work } from '@sherpa/core';
import type { NewTask, TaskOrigin } from '@sherpa/db';
import { z } from 'zod';

const ONE_YEAR_MS = 365 * 86_400_000;

/** A wish for work, before it is checked. */
export interface TaskRequest {
  readonly id?: string | undefined;
  readonly tenantId: string;
  readonly payload: unknown;
  readonly origin: TaskOrigin;
  readonly key?: string | undefined;
  readonly priority?: number | undefined;
  readonly delayMs?: number | undefined;
  readonly messageId?: string | undefined;
  readonly causedBy?: string | undefined;
  readonly hops?: number | undefined;
  readonly concurrencyKey?: string | undefined;
  readonly onDuplicate?: OnDuplicate | undefined;
}

/** What the queue can order by, and Postgres can add to a moment. */
const MAX_PRIORITY = 1_023;
const placeSchema = z.object({
  priority: z.int().min(0).max(MAX_PRIORITY),
  delayMs: z.number().max(ONE_YEAR_MS),
});

const placeOf = (work: Work, request: TaskRequest) => {
  if (request.priority === undefined && request.delayMs === undefined)
    return { priority: work.priority, delayMs: 0 };
  const { priority = work.priority, delayMs = 0 } = request;
  const parsed = placeSchema.safeParse({ priority, delayMs });
  if (parsed.success) return parsed.data;
  throw new ValidationError('The task cannot be given that place.', {
    details: { problems: toProblems(parsed.error) },
  });
};

/**
 * The task that a wish comes to, its payload checked and its policy taken from the contract. The
 * payload is kept as it was given, so that a later version of the contract can still fill in defaults.
 */
export const prepareTask = (work: Work, request: TaskRequest, newId: NewId): NewTask => {
  work.parsePayload(request.payload);
  const payload = toJson(request.payload);
  if (payload === undefined) throw new ValidationError('The payload is not JSON.');
  return {
    id: request.id ?? newId(),
    tenantId: request.tenantId,
    agent: work.agent,
    type: work.type,
    payload,
    ...placeOf(work, request),
    maxAttempts: work.retry.attempts,
    origin: request.origin,
    key: request.key,
    keepKey: work.keepKey,
    onDuplicate: request.onDuplicate ?? work.onDuplicate,
    messageId: request.messageId,
    causedBy: request.causedBy,
    hops: request.hops,
    concurrencyKey: request.concurrencyKey,
  };
};
