import { toJson, ValidationError, type NewId, type Work } from '@sherpa/core';
import type { NewTask, TaskOrigin } from '@sherpa/db';

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
}

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
    priority: request.priority ?? work.priority,
    maxAttempts: work.retry.attempts,
    delayMs: request.delayMs ?? 0,
    origin: request.origin,
    key: request.key,
    keepKey: work.keepKey,
    messageId: request.messageId,
    causedBy: request.causedBy,
  };
};
