import { describe, expect, it } from 'vitest';
import { isAtLeast } from './check-installation.ts';

describe('isAtLeast', () => {
  it.each([
    ['24.21.0', '24.21.0', true],
    ['24.21.1', '24.21.0', true],
    ['25.0.0', '24.21.0', true],
    ['24.9.0', '24.21.0', false],
    ['22.30.0', '24.21.0', false],
  ])('compares %s with the wanted %s', (version, wanted, isEnough) => {
    expect(isAtLeast(version, wanted)).toBe(isEnough);
  });
});
