import type { StreamState, SyncRun } from '@sherpa/db';
import { describe, expect, test } from 'vitest';
import { planRun, type Wanted } from './plan-run.ts';

const DAY_MS = 86_400_000;
const now = new Date('2026-06-01T00:00:00Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);

const bySearch = {
  fingerprint: '1,email',
  changes: { kind: 'modified', overlapMs: 300_000, list: async () => ({ rows: [], gone: [] }) },
} as const;
const byEvents = {
  fingerprint: '1,email',
  changes: { kind: 'events', overlapMs: 60_000, keptMs: 30 * DAY_MS, list: async () => ({ ids: [] }) },
} as const;

const run: SyncRun = {
  address: { tenantId: 't', connectionId: 'c', system: 'hubspot', stream: 'contacts', lane: 'sync' },
  objectType: 'contact',
  id: 'r',
  startedBy: 'first',
  mode: 'incremental',
  phase: 'changes',
  position: {},
  since: null,
  startedAt: ago(1_000),
  pages: 3,
  rows: 300,
  changed: 0,
  estimatedTotal: null,
  provesAbsence: false,
  fingerprint: '1,email',
};

const state = (over: Partial<StreamState> = {}): StreamState => ({
  run: undefined,
  fingerprint: '1,email',
  freshAt: ago(3_600_000),
  lastFullRows: 1_000,
  lastArchivedAt: null,
  lastArchivedRows: null,
  ...over,
});

const wanted = (over: Partial<Wanted> = {}): Wanted => ({
  lane: 'sync',
  full: false,
  taskId: 'second',
  ...over,
});

describe('the plan of a run', () => {
  test('reads everything the first time, and what changed since a little before the last run after that', () => {
    expect(planRun(state({ freshAt: null }), bySearch, wanted(), now)).toMatchObject({ mode: 'full' });
    const since = ago(3_600_000 + 300_000);
    expect(planRun(state(), bySearch, wanted(), now)).toMatchObject({
      mode: 'incremental',
      phase: 'changes',
      since,
    });
  });

  test('goes on where a run stopped', () => {
    expect(planRun(state({ run }), bySearch, wanted(), now)).toBe('resume');
  });

  test('begins a full run where one is asked for, but once for each task that asks', () => {
    const asked = wanted({ full: true });
    expect(planRun(state({ run }), bySearch, asked, now)).toMatchObject({ mode: 'full' });
    const begun = { ...run, mode: 'full', startedBy: 'second' };
    expect(planRun(state({ run: begun }), bySearch, asked, now)).toBe('resume');
  });

  test('reads everything again when payloads are made of other properties, also in the middle of a run', () => {
    const more = { ...bySearch, fingerprint: '1,email,phone' };
    expect(planRun(state(), more, wanted(), now)).toMatchObject({ mode: 'full' });
    expect(planRun(state({ run }), more, wanted(), now)).toMatchObject({ mode: 'full' });
  });

  test('edge case 23: reads everything where the vendor has forgotten what happened since', () => {
    expect(planRun(state({ freshAt: ago(29 * DAY_MS) }), byEvents, wanted(), now)).toMatchObject({
      mode: 'incremental',
    });
    expect(planRun(state({ freshAt: ago(30 * DAY_MS) }), byEvents, wanted(), now)).toMatchObject({
      mode: 'full',
    });
    expect(planRun(state({ freshAt: ago(300 * DAY_MS) }), bySearch, wanted(), now)).toMatchObject({
      mode: 'incremental',
    });
  });

  test('edge case 40: begins anew where another version of the code left a phase or a mode that is unknown', () => {
    expect(planRun(state({ run: { ...run, phase: 'pages' } }), bySearch, wanted(), now)).toMatchObject({
      mode: 'incremental',
    });
    expect(planRun(state({ run: { ...run, mode: 'delta' } }), bySearch, wanted(), now)).toMatchObject({
      mode: 'incremental',
    });
  });

  test('an audit reads everything beside the sync, and goes on with itself only', () => {
    expect(planRun(state({ run }), bySearch, wanted({ lane: 'audit' }), now)).toMatchObject({
      mode: 'audit',
      since: null,
    });
    expect(
      planRun(
        state({ run: { ...run, mode: 'audit', phase: 'list' } }),
        bySearch,
        wanted({ lane: 'audit' }),
        now,
      ),
    ).toBe('resume');
  });
});
