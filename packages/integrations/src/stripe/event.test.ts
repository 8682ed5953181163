import { describe, expect, it } from 'vitest';
import { areEventsKeptSince, oldestKeptEvent } from './event.ts';

const now = new Date('2026-11-22T10:00:00Z');

describe('areEventsKeptSince', () => {
  it('trusts 30 days less an hour', () => {
    expect(oldestKeptEvent(now)).toEqual(new Date('2026-10-23T11:00:00Z'));
    expect(areEventsKeptSince(new Date('2026-10-23T11:00:00Z'), now)).toBe(true);
    expect(areEventsKeptSince(new Date('2026-10-23T10:59:59Z'), now)).toBe(false);
  });
});
