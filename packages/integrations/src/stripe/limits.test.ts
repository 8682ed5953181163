import { describe, expect, it } from 'vitest';
import { toBudgetWindows } from '../call/vendor-limits.ts';
import { stripeLimits, stripeModeOf } from './limits.ts';

describe('Stripe’s limits', () => {
  it('give each operation a window of its own beside the account’s', () => {
    const limits = stripeLimits({ mode: 'test', perEndpointSecond: 10 });
    expect(toBudgetWindows(limits, limits.windowsOf('customers.list'))).toEqual([
      { name: 'account', limit: 25, windowMs: 1_000 },
      { name: 'endpoint:customers.list', limit: 10, windowMs: 1_000 },
    ]);
  });

  it.each([
    ['sk_test_1', 25],
    ['rk_test_1', 25],
    ['sk_live_1', 100],
    ['rk_live_1', 100],
  ])('are those of the mode that the key %s is of', (key, perSecond) => {
    expect(stripeLimits({}, stripeModeOf(key)).windows['account']?.limit).toBe(perSecond);
  });

  it('follow what is said of the connection before its key', () => {
    expect(stripeLimits({ mode: 'live' }, 'test').windows['account']?.limit).toBe(100);
    expect(stripeLimits({ perSecond: 40 }, 'test').windows['account']?.limit).toBe(40);
  });

  it('let searches share a window', () => {
    const limits = stripeLimits();
    const windows = toBudgetWindows(limits, limits.windowsOf('customers.search'));
    expect(windows.map(({ name, limit }) => [name, limit])).toEqual([
      ['account', 100],
      ['search', 20],
    ]);
    expect(limits.windowsOf('charges.search')).toEqual(limits.windowsOf('customers.search'));
  });

  it('close nothing for an object that is locked', () => {
    const { closedBy } = stripeLimits();
    expect(closedBy?.({ kind: 'answer', status: 429, vendorCode: 'lock_timeout' })).toBeUndefined();
    expect(closedBy?.({ kind: 'answer', status: 429, vendorCode: 'rate_limit' })).toBeNull();
  });
});
