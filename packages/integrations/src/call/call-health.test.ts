import { describe, expect, it } from 'vitest';
import { closingOf, healthOf } from './call-health.ts';
import type { VendorFacts } from './vendor-failure.ts';

const failed = (facts: VendorFacts | undefined, restMs?: number) => ({ facts, restMs });

describe('the health of a vendor', () => {
  it.each<[string, VendorFacts, unknown]>([
    ['401', { kind: 'answer', status: 401 }, 'unauthorized'],
    ['HubSpot’s 530', { kind: 'answer', status: 530 }, 'unauthorized'],
    ['403', { kind: 'answer', status: 403 }, 'good'],
    ['404', { kind: 'answer', status: 404 }, 'good'],
    ['409 that means try again', { kind: 'answer', status: 409, code: 'integration_unavailable' }, 'good'],
    ['429', { kind: 'answer', status: 429 }, 'good'],
    ['500', { kind: 'answer', status: 500 }, 'bad'],
    ['a page that is too much for Notion', { kind: 'answer', status: 504, isOfObject: true }, undefined],
    ['a broken connection', { kind: 'network', networkCode: 'ECONNRESET' }, 'bad'],
    ['a time-out', { kind: 'timeout' }, 'bad'],
    ['a cut answer', { kind: 'garbled', status: 200 }, 'bad'],
    ['an unexpected answer', { kind: 'mismatch' }, 'good'],
    ['a cancellation', { kind: 'cancelled' }, undefined],
  ])('after %s', (_name, facts, health) => {
    expect(healthOf(failed(facts))).toBe(health);
  });

  it('is good after a success, and unknown after a fault of our own', () => {
    expect(healthOf(undefined)).toBe('good');
    expect(healthOf(failed(undefined))).toBeUndefined();
  });
});

describe('what a limit closes', () => {
  const limited = { kind: 'answer', status: 429, policyName: 'X' } as const;

  it('is the account, where the vendor does not say otherwise', () => {
    expect(closingOf({}, failed(limited, 3_000))).toEqual({ window: null, forMs: 3_000 });
  });

  it('is the window that the vendor names, or nothing', () => {
    expect(closingOf({ closedBy: () => 'search' }, failed(limited, 1_000))).toEqual({
      window: 'search',
      forMs: 1_000,
    });
    expect(closingOf({ closedBy: () => undefined }, failed(limited, 1_000))).toBeUndefined();
  });

  it('is nothing for anything but a 429', () => {
    expect(closingOf({}, failed({ kind: 'answer', status: 503 }, 3_000))).toBeUndefined();
    expect(closingOf({}, undefined)).toBeUndefined();
  });
});
