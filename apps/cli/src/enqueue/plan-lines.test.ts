import { dryRunPlanSchema, type DryRunPlan } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { toPlanLines } from './plan-lines.ts';

/** As versions left it that told neither cases nor results. */
const former = {
  effects: [],
  messages: [],
  tasks: [],
  events: [],
  approvals: [],
  state: {},
  waits: [],
  stopped: null,
};

const END = 'This was a dry run: none of it was done.';

const lines = (over: Partial<DryRunPlan>): readonly string[] =>
  toPlanLines({ ...dryRunPlanSchema.parse(former), ...over });

describe('toPlanLines', () => {
  it('tells all that would be done, what becomes of cases, and the result', () => {
    expect(
      lines({
        effects: [{ name: 'refund', vendor: 'stripe', key: 'refund:ch_1', intent: { charge: 'ch_1' } }],
        approvals: [{ title: 'Refund EUR 90.00?', detail: { charge: 'ch_1' }, askedOf: ['ada'] }],
        tasks: [
          { agent: 'sales', type: 'note.add', payload: { key: 'a' } },
          { agent: 'sales', type: 'task.complete', payload: { id: '7' } },
        ],
        cases: [
          { workflow: 'refunds', key: 'ch_1', was: null, becomes: 'closed', reason: 'refunded' },
          { workflow: 'refunds', key: 'ch_2', was: 'closed', becomes: 'open', reason: null },
        ],
        result: { outcome: 'refunded' },
      }),
    ).toEqual([
      'effects    stripe refund {"charge":"ch_1"} (key refund:ch_1)',
      'asks       Refund EUR 90.00? of ada {"charge":"ch_1"}; the rest is as after a yes',
      'tasks      sales note.add {"key":"a"}',
      '           sales task.complete {"id":"7"}',
      'cases      refunds ch_1 would be closed: refunded',
      '           refunds ch_2 would be opened again',
      'result     {"outcome":"refunded"}',
      END,
    ]);
  });

  it('says where a case is left to people, and why', () => {
    const one = { workflow: 'dunning', key: 'in_1', reason: 'Nobody at HubSpot belongs to this payer.' };
    expect(lines({ cases: [{ ...one, was: null, becomes: 'held' }] })[0]).toBe(
      'cases      dunning in_1 would be held for people: Nobody at HubSpot belongs to this payer.',
    );
    expect(lines({ cases: [{ ...one, was: 'held', becomes: 'held' }] })[0]).toContain(
      'in_1 stays held: Nobody',
    );
  });

  it('says in words that nothing would be done, or that more cannot be told', () => {
    const nothing = 'Nothing would be done: The invoice is not open at Stripe.';
    expect(lines({ nothing, notes: ['The invoice is not open at Stripe.'] })).toEqual([nothing, END]);
    expect(lines({ stopped: 'It depends.' })).toEqual(['More cannot be told: It depends.', END]);
  });
});
