import { describe, expect, it } from 'vitest';
import { errorsSince } from './errors-since.ts';

const line = (timestamp: string, message: string) => JSON.stringify({ timestamp, level: 'error', message });

describe('errorsSince', () => {
  it('leaves out what is older, and lines that are no records', () => {
    const text = [
      line('2026-01-01T00:00:00.000Z', 'old'),
      line('2026-01-02T00:00:00.000Z', 'new'),
      '{"timestamp":"2026-01-0',
    ].join('\n');
    expect(errorsSince(text, new Date('2026-01-02T00:00:00.000Z'))).toEqual(['new']);
  });
});
