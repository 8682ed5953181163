import { AppError, type Json, type Vendor } from '@sherpa/core';
import { describe, expect, test } from 'vitest';
import { checkSettings, limitsOf, settingsProblems } from './connection-settings.ts';

const errorOf = (work: () => unknown): AppError | undefined => {
  try {
    work();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
};

describe('the settings of a connection', () => {
  test.each([
    ['hubspot', {}],
    ['hubspot', { tier: 'enterprise', per10Seconds: 100, appId: '4711' }],
    ['stripe', { mode: 'test', perEndpointSecond: 5 }],
    ['notion', { perSecond: 2, botId: 'our-bot' }],
  ] satisfies [Vendor, Json][])('of %s may be %j', (vendor, settings) => {
    expect(errorOf(() => checkSettings(vendor, settings))).toBeUndefined();
  });

  test.each([
    ['hubspot', { per10Seconds: -5 }, 'settings.per10Seconds'],
    ['hubspot', { per10Seconds: '100' }, 'settings.per10Seconds'],
    ['hubspot', { tier: 'banana' }, 'settings.tier'],
    ['hubspot', { nonsense: 1 }, 'settings.nonsense'],
    ['stripe', { tier: 'enterprise' }, 'settings.tier'],
    ['stripe', { perSecond: 0 }, 'settings.perSecond'],
    ['notion', { perSecond: 1.5 }, 'settings.perSecond'],
  ] satisfies [Vendor, Json, string][])('of %s are not %j', (vendor, settings, field) => {
    const error = errorOf(() => checkSettings(vendor, settings));
    expect(error).toMatchObject({ status: 400, code: 'validation_failed', retry: 'never' });
    expect(error?.details['problems']).toContainEqual({ field, problem: expect.any(String) });
  });

  test('that were kept and make no sense are told as such, and an unknown name does no harm', () => {
    expect(settingsProblems('hubspot', { per10Seconds: -5 })).toMatchObject([{ field: 'per10Seconds' }]);
    expect(settingsProblems('hubspot', { region: 'eu' })).toEqual([]);
    expect(limitsOf('hubspot', { region: 'eu' }).windows).toMatchObject({ burst: { limit: 190 } });
  });
});
