import { describe, expect, it } from 'vitest';
import { auditEffects } from './effects.ts';

const customer = (id: string, creates: number) => ({
  vendor: 'stripe',
  object: 'customers',
  key: `metadata.chaos_task=${id}`,
  creates,
  updates: 0,
});
const task = (id: string, creates: number, updates = 0) => ({
  vendor: 'hubspot',
  object: 'tasks',
  key: `sherpa_key=chaos-${id}`,
  creates,
  updates,
});

describe('auditEffects', () => {
  it('finds nothing where every completed task is in both books once', () => {
    expect(auditEffects(['a'], [customer('a', 1), task('a', 1)])).toEqual({
      made: 2,
      missing: [],
      duplicates: { stripe: 0, hubspot: 0 },
      duplicateKeys: [],
      repeatedWrites: 0,
    });
  });

  it('names the vendor whose book lacks a completed task', () => {
    expect(auditEffects(['a'], [customer('a', 1)]).missing).toEqual(['hubspot a']);
  });

  it('counts what was made more than once, also for a task that did not complete', () => {
    expect(auditEffects([], [customer('a', 3), task('b', 2)])).toMatchObject({
      duplicates: { stripe: 2, hubspot: 1 },
      duplicateKeys: ['stripe metadata.chaos_task=a', 'hubspot sherpa_key=chaos-b'],
    });
  });

  it('counts guarded writes that were repeated apart from duplicates', () => {
    expect(auditEffects(['a'], [customer('a', 1), task('a', 1, 2)])).toMatchObject({
      duplicates: { stripe: 0, hubspot: 0 },
      repeatedWrites: 2,
    });
  });
});
