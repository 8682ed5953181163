import { describe, expect, it } from 'vitest';
import { allowedText } from './allowed-text.ts';

describe('allowedText', () => {
  it.each(['RATE_LIMITS', 'resource_missing', 'req_Ab12', 'd2f1a5c0-8b1e-4c8e-9d66-0f6b6f0d7a11'])(
    'keeps %s',
    (text) => {
      expect(allowedText(text)).toBe(text);
    },
  );

  it.each([
    'Invalid token pat-na1-1',
    'ada@example.com',
    'sk_test_123',
    'pat-na1-123',
    'x'.repeat(81),
    '',
    7,
    null,
  ])('drops %j', (value) => {
    expect(allowedText(value)).toBeUndefined();
  });
});
