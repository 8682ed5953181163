import { expect, test } from 'vitest';
import { nextLifecycleStage } from './lifecycle.ts';

test('a stage moves forward', () => {
  expect(nextLifecycleStage('lead', 'customer')).toBe('customer');
  expect(nextLifecycleStage(undefined, 'lead')).toBe('lead');
});

test('a step back is dropped in silence, clearing is not', () => {
  expect(nextLifecycleStage('customer', 'lead')).toBe('customer');
  expect(nextLifecycleStage('customer', '')).toBe('');
});
