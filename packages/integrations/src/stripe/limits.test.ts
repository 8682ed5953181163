import { describe, expect, it } from 'vitest';
import { toBudgetWindows } from '../call/vendor-limits.ts';
import { stripeLimits } from './limits.ts';

describe('Stripe’s limits', () => {
  it('give each operation a window of its own beside the account’s', () => {
    const limits = stripeLimits({ mode: 'test', perEndpointSecond: 10 });
    expect(toBudgetWindows(limits, limits.windowsOf('customers.list'))).toEqual([
      { name: 'account', limit: 25, windowMs: 1_000 },
      { name: 'endpoint:customers.list', limit: 10, windowMs: 1_000 },
    ]);
  });

  it('close nothing for an object that is locked', () => {
    const { closedBy } = stripeLimits();
    expect(closedBy?.({ kind: 'answer', status: 429, vendorCode: 'lock_timeout' })).toBeUndefined();
    expect(closedBy?.({ kind: 'answer', status: 429, vendorCode: 'rate_limit' })).toBeNull();
  });
});
