import { describe, expect, it } from 'vitest';
import { splitWait } from './wait-option.ts';

describe('splitWait', () => {
  it('does not wait unless asked to', () => {
    expect(splitWait(undefined, '{}')).toEqual({ wait: false, payload: '{}' });
  });

  it('waits for the time that is given, else as long as is usual', () => {
    expect(splitWait('30s', '{}')).toEqual({ wait: { timeoutMs: 30_000 }, payload: '{}' });
    expect(splitWait(true, '{}')).toEqual({ wait: {}, payload: '{}' });
  });

  it('gives back a payload that stands where the time could', () => {
    expect(splitWait('{"a":1}', undefined)).toEqual({ wait: {}, payload: '{"a":1}' });
  });

  it('refuses what is neither time nor payload', () => {
    expect(() => splitWait('soon', '{}')).toThrow('--wait takes a time');
  });
});
