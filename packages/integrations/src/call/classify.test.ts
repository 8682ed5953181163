import type { RetryAdvice } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { toCallError, toOwnFault } from './classify.ts';
import type { VendorFacts } from './vendor-failure.ts';

const now = new Date('2026-11-22T10:00:00Z');
const read = { vendor: 'hubspot', operation: 'contacts.list', idempotent: true };
const keylessWrite = { vendor: 'hubspot', operation: 'notes.create', idempotent: false };

describe('toCallError', () => {
  it.each<[string, VendorFacts, string, unknown]>([
    ['400', { kind: 'answer', status: 400 }, 'integration_rejected', 'never'],
    ['404', { kind: 'answer', status: 404 }, 'integration_rejected', 'never'],
    ['414', { kind: 'answer', status: 414 }, 'integration_rejected', 'never'],
    ['401', { kind: 'answer', status: 401 }, 'integration_unauthorized', 'never'],
    ['403', { kind: 'answer', status: 403 }, 'integration_unauthorized', 'never'],
    ['408', { kind: 'answer', status: 408 }, 'integration_timeout', 'backoff'],
    ['429', { kind: 'answer', status: 429 }, 'integration_rate_limited', { afterMs: 1_000, counted: false }],
    [
      '429 with a header',
      { kind: 'answer', status: 429, retryAfter: '30' },
      'integration_rate_limited',
      { afterMs: 30_000, counted: false },
    ],
    [
      '429 with a policy',
      { kind: 'answer', status: 429, restMs: 10_000 },
      'integration_rate_limited',
      { afterMs: 10_000, counted: false },
    ],
    [
      'a header over a policy',
      { kind: 'answer', status: 429, retryAfter: '3', restMs: 10_000 },
      'integration_rate_limited',
      { afterMs: 3_000, counted: false },
    ],
    ['500', { kind: 'answer', status: 500 }, 'integration_unavailable', 'backoff'],
    [
      '503 with a header',
      { kind: 'answer', status: 503, retryAfter: '5' },
      'integration_unavailable',
      { afterMs: 5_000 },
    ],
    [
      'a broken connection',
      { kind: 'network', networkCode: 'ECONNRESET' },
      'integration_unavailable',
      'backoff',
    ],
    ['a time-out', { kind: 'timeout' }, 'integration_timeout', 'backoff'],
    ['a cut answer', { kind: 'garbled', status: 200 }, 'integration_bad_answer', 'backoff'],
    ['an unexpected answer', { kind: 'mismatch' }, 'integration_bad_answer', 'never'],
    ['a cancellation', { kind: 'cancelled' }, 'task_cancelled', 'backoff'],
    [
      "a vendor's own meaning",
      { kind: 'answer', status: 409, code: 'integration_unavailable' },
      'integration_unavailable',
      'backoff',
    ],
  ])('judges %s of a read', (_name, facts, code, retry) => {
    expect(toCallError(facts, read, now)).toMatchObject({ code, retry });
  });

  it.each<[string, VendorFacts]>([
    ['a time-out', { kind: 'timeout' }],
    ['a broken connection', { kind: 'network', networkCode: 'ECONNRESET' }],
    ['a server error', { kind: 'answer', status: 500 }],
    ['a cut answer', { kind: 'garbled', status: 200 }],
    ['a cancellation', { kind: 'cancelled' }],
  ])('says never to a keyless write after %s: it may have happened', (_name, facts) => {
    const error = toCallError(facts, keylessWrite, now);
    expect(error.retry).toBe('never');
    expect(error.details).toMatchObject({ outcomeUnknown: true });
  });

  it.each<[string, VendorFacts, RetryAdvice]>([
    ['nobody listened', { kind: 'network', networkCode: 'ECONNREFUSED' }, 'backoff'],
    ['it was limited', { kind: 'answer', status: 429 }, { afterMs: 1_000, counted: false }],
  ])('lets a keyless write be tried again when %s: it did not happen', (_name, facts, advice) => {
    expect(toCallError(facts, keylessWrite, now).retry).toEqual(advice);
  });

  it('keeps what may be told and nothing else', () => {
    const error = toCallError(
      { kind: 'answer', status: 400, vendorCode: 'A', retryAfter: '1', requestId: 'r' },
      read,
      now,
    );
    expect(error.details).toEqual({
      vendor: 'hubspot',
      operation: 'contacts.list',
      status: 400,
      vendorCode: 'A',
      requestId: 'r',
    });
    expect(error.cause).toBeUndefined();
  });
});

describe('toOwnFault', () => {
  it('keeps the frames of a fault of our own, and none of its text', () => {
    const fault = toOwnFault(new TypeError('token sk_live_secret\n    at sk_live_more'), read);
    expect(fault).toMatchObject({ code: 'internal', retry: 'backoff', details: { thrown: 'TypeError' } });
    const cause = fault.cause instanceof Error ? fault.cause.stack : '';
    expect(cause).toContain('classify.test.ts');
    expect(cause).not.toContain('sk_live');
  });

  it('says never for a keyless write', () => {
    expect(toOwnFault('text', keylessWrite)).toMatchObject({ retry: 'never', details: { thrown: 'string' } });
  });
});
