import type { TracedEffect, TracedTask, Why } from '@sherpa/api';
import { describe, expect, it } from 'vitest';
import { toWhyLines } from './why-lines.ts';

const idOf = (n: number): string => `0199e1c4-0000-7000-8000-00000000000${n}`;
const at = (ms: number): string => new Date(Date.UTC(2026, 0, 2, 3, 4, 5) + ms).toISOString();

const task = (n: number, over: Partial<TracedTask> = {}): TracedTask => ({
  id: idOf(n),
  parentId: n === 1 ? null : idOf(n - 1),
  skipped: 0,
  how: n === 1 ? 'first' : 'task',
  agent: 'billing',
  type: 'objects.refresh',
  status: 'completed',
  attempts: 1,
  createdAt: at(n * 100),
  startedAt: at(n * 100 + 20),
  finishedAt: at(n * 100 + 50),
  waitedMs: 20,
  workedMs: 30,
  vendorCalls: null,
  error: null,
  isAsked: false,
  webhooks: [],
  decisions: [],
  effects: [],
  leftOut: { tasks: 0, effects: 0, webhooks: 0 },
  ...over,
});

const effect: TracedEffect = {
  name: 'task',
  vendor: 'hubspot',
  operation: 'tasks.upsert',
  key: 'past-due:sub_1:in_1',
  status: 'performed',
  attempt: 1,
  objectId: '123',
  error: null,
  begunAt: at(1_600),
  finishedAt: at(1_680),
  isAsked: true,
};

const why = (tasks: readonly TracedTask[], over: Partial<Why> = {}): Why => ({
  asked: { kind: 'effect', taskId: idOf(2), effect: 'task', field: null, source: null },
  others: [],
  otherSources: [],
  origin: { kind: 'api' },
  tasks: [...tasks],
  totals: {
    tasks: tasks.length,
    effects: 1,
    workedMs: 60,
    vendorCalls: 3,
    beganAt: at(0),
    tookMs: 1_700,
  },
  ...over,
});

const textOf = (answer: Why): readonly string[] => toWhyLines(answer).map(({ text }) => text);

describe('an answer to why', () => {
  it('goes from what began it to the write, which is marked', () => {
    const webhook = {
      id: idOf(9),
      vendor: 'stripe',
      type: 'invoice.payment_failed',
      object: { type: 'invoice', id: 'in_1' },
      occurredAt: at(-500),
      receivedAt: at(0),
      isAsked: false,
    } as const;
    const approval = {
      kind: 'approval',
      name: 'approval: call',
      status: 'approved',
      by: 'ada',
      askedAt: at(300),
      decidedAt: at(1_500),
    } as const;
    const lines = textOf(
      why(
        [
          task(1, { webhooks: [webhook], vendorCalls: 1 }),
          task(2, {
            how: 'message',
            agent: 'sales',
            type: 'payment.past-due',
            attempts: 2,
            decisions: [approval],
            effects: [effect],
            vendorCalls: 2,
          }),
          task(3, { parentId: idOf(1), type: 'mirror.resolve' }),
        ],
        { origin: { kind: 'webhook', vendor: 'stripe', type: 'invoice.payment_failed' } },
      ),
    );
    expect(lines).toEqual([
      'It comes of a webhook of stripe: invoice.payment_failed.',
      'Shown: 3 tasks, 1 write; 60 ms of work, 3 vendor calls; began 2026-01-02 03:04:05 UTC, over after 1.7 s',
      '',
      'WHAT                                                  STATUS       AFTER  WAITED    RAN  CALLS  ID OR KEY',
      `webhook stripe invoice.payment_failed (invoice in_1)               +0 ms                        ${idOf(9)}`,
      `└─ billing objects.refresh                            completed  +100 ms   20 ms  30 ms      1  ${idOf(1)}`,
      `   ├─ sales message payment.past-due (2 attempts)     completed  +200 ms   20 ms  30 ms      2  ${idOf(2)}`,
      '   │  ├─ approval: call, by ada                       approved   +300 ms   1.2 s',
      '   │  └─ ▸ hubspot tasks.upsert (123) ◀               performed   +1.6 s          80 ms         past-due:sub_1:in_1',
      `   └─ billing mirror.resolve                          completed  +300 ms   20 ms  30 ms         ${idOf(3)}`,
    ]);
  });

  it('says what is not shown, and of what came before', () => {
    const lines = textOf(
      why(
        [
          task(1, { leftOut: { tasks: 20, effects: 0, webhooks: 0 } }),
          task(2, { skipped: 50, status: 'failed', error: 'task_timeout', workedMs: null, waitedMs: null }),
        ],
        { origin: { kind: 'purged', taskId: idOf(8), at: at(0) } },
      ),
    );
    expect(lines[0]).toBe(
      `It comes of the task ${idOf(8)} of 2026-01-02 03:04:05 UTC, whose history is not kept any more.`,
    );
    expect(lines.slice(4).map((line) => line.replace(/ {2,}.*/u, ''))).toEqual([
      'billing objects.refresh',
      '├─ … 50 tasks not shown, each of which brought about the next',
      '│',
      '└─ … 20 more tasks not shown',
    ]);
    expect(lines[6]).toContain('└─ billing objects.refresh (task_timeout)');
  });

  it('about a field says who says it, and what else does; nothing of what it holds', () => {
    const source = {
      system: 'stripe',
      objectType: 'subscription',
      externalId: 'sub_1',
      observedAt: at(0),
    } as const;
    const lines = textOf(
      why([task(1, { isAsked: true })], {
        asked: {
          kind: 'field',
          taskId: idOf(1),
          effect: null,
          field: { name: 'monthlyRevenue', system: 'stripe', rule: 'sum' },
          source,
        },
        otherSources: [{ ...source, externalId: 'sub_2' }],
        origin: {
          kind: 'schedule',
          agent: 'billing',
          type: 'subscriptions.sync',
          id: idOf(7),
          name: 'default',
          tick: at(-5_000),
        },
      }),
    );
    expect(lines.slice(0, 4)).toEqual([
      'monthlyRevenue is what stripe says (rule: sum).',
      'stripe:subscription:sub_1 was read last at 2026-01-02 03:04:05 UTC.',
      '  also stripe:subscription:sub_2, read at 2026-01-02 03:04:05 UTC',
      'It comes of the schedule "default" of billing subscriptions.sync, at its tick of 2026-01-02 03:04:00 UTC.',
    ]);
    expect(lines.at(-1)).toContain('billing objects.refresh ◀');
  });

  it('without a task says why there is none', () => {
    const none = { tasks: 0, effects: 0, workedMs: 0, vendorCalls: 0, beganAt: null, tookMs: null };
    const reason = 'no task has read it since that is noted';
    const lines = textOf(why([], { origin: { kind: 'unknown', reason }, totals: none }));
    expect(lines).toEqual([`It comes of something that is not on record: ${reason}.`]);
  });
});
