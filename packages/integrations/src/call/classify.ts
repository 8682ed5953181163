import { AppError, IntegrationError, type ErrorCode, type RetryAdvice } from '@sherpa/core';
import { parseRetryAfterMs } from './retry-after.ts';
import type { VendorFacts } from './vendor-failure.ts';

/** What was asked, as far as it matters for judging its failure. */
export interface Asked {
  readonly vendor: string;
  readonly operation: string;
  readonly idempotent: boolean;
}

const MESSAGES = {
  integration_unavailable: 'The vendor could not be reached or failed.',
  integration_rejected: 'The vendor rejected the request.',
  integration_rate_limited: 'The vendor limits our calls.',
  integration_timeout: 'The vendor did not answer in time.',
  integration_unauthorized: 'The vendor refused our credentials.',
  integration_bad_answer: 'The vendor gave an answer that cannot be used.',
  task_cancelled: 'The call was cancelled.',
} as const satisfies Partial<Record<ErrorCode, string>>;

type CallCode = keyof typeof MESSAGES;

const isCallCode = (code: ErrorCode | undefined): code is CallCode => code !== undefined && code in MESSAGES;

const codeOfStatus = (status: number): CallCode => {
  if (status === 401 || status === 403) return 'integration_unauthorized';
  if (status === 429) return 'integration_rate_limited';
  if (status === 408) return 'integration_timeout';
  return status >= 500 || status === 425 ? 'integration_unavailable' : 'integration_rejected';
};

const codeOf = (facts: VendorFacts): CallCode => {
  if (isCallCode(facts.code)) return facts.code;
  switch (facts.kind) {
    case 'answer':
      return codeOfStatus(facts.status ?? 500);
    case 'network':
      return 'integration_unavailable';
    case 'timeout':
      return 'integration_timeout';
    case 'cancelled':
      return 'task_cancelled';
    case 'garbled':
    case 'mismatch':
      return 'integration_bad_answer';
  }
};

/** The connection never stood, so nothing was sent. */
const UNSENT: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** True when the vendor may have done what it was asked to although we got no usable answer. */
const isOutcomeUnknown = (facts: VendorFacts): boolean => {
  if (facts.kind === 'answer') return (facts.status ?? 500) >= 500 || facts.status === 408;
  return !(facts.kind === 'network' && UNSENT.has(facts.networkCode));
};

/** The shortest window of both vendors' limits is a second. */
const LIMIT_REST_MS = 1_000;

const adviceOf = (facts: VendorFacts, code: CallCode, now: Date): RetryAdvice => {
  if (code === 'integration_rejected' || code === 'integration_unauthorized') return 'never';
  // The same question gets the same answer; a garbled one was cut or replaced on its way.
  if (facts.kind === 'mismatch') return 'never';
  const afterMs = parseRetryAfterMs(facts.retryAfter, now) ?? facts.restMs;
  // A limit says when, not that something is wrong: it is not held against the task.
  if (code === 'integration_rate_limited') return { afterMs: afterMs ?? LIMIT_REST_MS, counted: false };
  return afterMs === undefined ? 'backoff' : { afterMs };
};

const toDetails = (facts: VendorFacts, asked: Asked, outcomeUnknown: boolean): Record<string, unknown> => {
  const { status, vendorCode, vendorType, requestId, policyName, networkCode, problems } = facts;
  const told = { status, vendorCode, vendorType, requestId, policyName, networkCode, problems };
  return {
    vendor: asked.vendor,
    operation: asked.operation,
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
    ...(outcomeUnknown ? { outcomeUnknown } : {}),
  };
};

/**
 * The error that a failed call throws: code and retry advice by kind and status, details from the
 * allow-list, no cause. A write without a key whose outcome is unknown says `never`, whatever the
 * status: trying again could write twice.
 */
export const toCallError = (facts: VendorFacts, asked: Asked, now: Date): AppError => {
  const code = codeOf(facts);
  const outcomeUnknown = !asked.idempotent && isOutcomeUnknown(facts);
  const options = {
    code,
    retry: outcomeUnknown ? 'never' : adviceOf(facts, code, now),
    details: toDetails(facts, asked, outcomeUnknown),
  } as const;
  return code === 'task_cancelled'
    ? new AppError(MESSAGES[code], options)
    : new IntegrationError(MESSAGES[code], options);
};

/**
 * A fault of our own inside a call. The thrown error may hold vendor text in its message, so the
 * cause keeps its name and stack frames only.
 */
export const toOwnFault = (thrown: unknown, asked: Asked): AppError => {
  const cause = new Error('A call failed for a reason that is not the vendor.');
  const isError = thrown instanceof Error;
  const text = isError ? (thrown.stack ?? '').replace(thrown.message, '') : '';
  const frames = text.split('\n').filter((line) => /^ {4}at .*:\d+:\d+\)?$/u.test(line));
  cause.stack = [`${cause.name}: ${cause.message}`, ...frames].join('\n');
  return new AppError('A vendor call could not be made or read.', {
    retry: asked.idempotent ? 'backoff' : 'never',
    details: {
      vendor: asked.vendor,
      operation: asked.operation,
      thrown: isError ? thrown.name : typeof thrown,
    },
    cause,
  });
};
