import { describe, expect, it } from 'vitest';
import { VendorFailure } from '../call/vendor-failure.ts';
import { toHubSpotFailure } from './failure.ts';

const factsOf = (status: number, body: unknown = {}) => {
  const failure = toHubSpotFailure(Object.assign(new Error('x'), { code: status, body }), {
    status,
    headers: {},
  });
  return failure instanceof VendorFailure ? failure.facts : undefined;
};

describe('toHubSpotFailure', () => {
  it.each([
    ['SECONDLY', 1_000],
    ['TEN_SECONDLY_ROLLING', 10_000],
    ['DAILY', 1_800_000],
    ['NEW_POLICY', undefined],
  ])('rests for the window of policy %s', (policyName, restMs) => {
    expect(factsOf(429, { policyName })).toMatchObject({ kind: 'answer', status: 429, policyName });
    expect(factsOf(429, { policyName })?.restMs).toBe(restMs);
  });

  it('knows the statuses that are HubSpot’s own', () => {
    expect(factsOf(423)).toMatchObject({ code: 'integration_unavailable', restMs: 2_000 });
    expect(factsOf(477)).toMatchObject({ code: 'integration_unavailable' });
    expect(factsOf(530)).toMatchObject({ code: 'integration_unauthorized' });
  });

  it('keeps category and correlation id, and no text', () => {
    const body = { category: 'VALIDATION_ERROR', correlationId: 'abc-1', message: 'ada@x.test is bad' };
    expect(factsOf(400, body)).toEqual({
      kind: 'answer',
      status: 400,
      vendorType: 'VALIDATION_ERROR',
      requestId: 'abc-1',
    });
  });

  it('names the scopes that are missing, and nothing else that stands there', () => {
    const errors = [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: ['crm.objects.deals.read', 'pat-na1-7d1f0c52', 'ask ada@x.test'] },
      },
    ];
    expect(factsOf(403, { category: 'MISSING_SCOPES', errors })?.problems).toEqual([
      { field: 'scope', problem: 'crm.objects.deals.read' },
    ]);
    expect(factsOf(400, { errors })).not.toHaveProperty('problems');
  });

  it('leaves a fault of our own alone', () => {
    const ours = new TypeError('x');
    expect(toHubSpotFailure(ours, undefined)).toBe(ours);
  });
});
