import { describe, expect, it } from 'vitest';
import { hubspotLimits } from './limits.ts';

describe('HubSpot’s limits', () => {
  it('are those of the tier and its packs, or what the connection says', () => {
    const figures = (settings: Parameters<typeof hubspotLimits>[0]) => {
      const { burst, daily } = hubspotLimits(settings).windows;
      return [burst?.limit, daily?.limit];
    };
    expect(figures({})).toEqual([190, 650_000]);
    expect(figures({ tier: 'free' })).toEqual([100, 250_000]);
    expect(figures({ tier: 'enterprise', capacityPacks: 2 })).toEqual([250, 3_000_000]);
    expect(figures({ per10Seconds: 50, perDay: 1_000 })).toEqual([50, 1_000]);
  });

  it('count a search apart from the burst', () => {
    const { windowsOf } = hubspotLimits();
    expect(windowsOf('contacts.search')).toEqual(['search', 'daily']);
    expect(windowsOf('contacts.list')).toEqual(['burst', 'daily']);
  });

  it('read what is left from the headers, as far as they tell', () => {
    const { leftOf } = hubspotLimits();
    const headers = { 'x-hubspot-ratelimit-remaining': '17', 'x-hubspot-ratelimit-daily-remaining': '0' };
    expect(leftOf?.(headers)).toEqual({ burst: 17, daily: 0 });
    expect(leftOf?.({ 'x-hubspot-ratelimit-remaining': 'some' })).toEqual({});
  });

  it('close the window that a 429 names, and the account where it says for how long', () => {
    const { closedBy } = hubspotLimits();
    const facts = { kind: 'answer', status: 429 } as const;
    expect(closedBy?.({ ...facts, policyName: 'SECONDLY' })).toBe('search');
    expect(closedBy?.({ ...facts, policyName: 'SECONDLY', retryAfter: '3' })).toBeNull();
    expect(closedBy?.(facts)).toBeNull();
  });
});
