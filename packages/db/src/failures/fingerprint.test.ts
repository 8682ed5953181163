import { errorCodes, newId, type Json } from '@sherpa/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintOf, type FailureFacts } from './fingerprint.ts';

const facts = (
  over: Partial<FailureFacts['error']> = {},
  work: Partial<FailureFacts> = {},
): FailureFacts => ({
  agent: 'billing',
  type: 'invoice.send',
  ...work,
  error: { code: 'integration_rejected', message: 'The vendor refused.', details: {}, ...over },
});

const value = fc.oneof(
  fc.uuid(),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map((one) => one.toFixed(2)),
  fc.stringMatching(/^cus_[A-Za-z0-9]{14}$/u),
  fc.stringMatching(/^[a-z]{1,9}@[a-z]{1,9}\.com$/u),
  fc.date({ noInvalidDate: true }).map((one) => one.toISOString()),
);

const vendor = fc.record({
  vendor: fc.constantFrom('stripe', 'hubspot', 'notion'),
  status: fc.constantFrom(400, 404, 409, 422, 500),
  vendorCode: fc.constantFrom('card_declined', 'VALIDATION_ERROR', 'object_not_found'),
});

describe('a fingerprint', () => {
  test('is the same for the same failure of two customers', () => {
    fc.assert(
      fc.property(vendor, value, value, (codes, one, other) => {
        const of = (about: string) =>
          fingerprintOf(
            facts({
              message: `Customer ${about} was refused.`,
              details: {
                ...codes,
                requestId: about,
                at: `at pay (/srv/${about}/packages/agents/src/billing/pay.ts:12:4)`,
                problems: [{ field: `lines.${about.length}.amount`, problem: `above ${about}` }],
              },
            }),
          );
        expect(of(one)).toBe(of(other));
      }),
    );
  });

  test('tells agents, types, codes and what the vendor said apart', () => {
    const kind = fc.record({
      agent: fc.constantFrom('billing', 'sales'),
      type: fc.constantFrom('invoice.send', 'contacts.sync'),
      code: fc.constantFrom(...errorCodes),
      details: vendor,
    });
    fc.assert(
      fc.property(kind, kind, (one, other) => {
        const of = ({ agent, type, code, details }: typeof one) =>
          fingerprintOf(facts({ code, details }, { agent, type }));
        expect(of(one) === of(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test.each<[string, Json, Json]>([
    [
      'the line of the code that threw',
      { thrown: 'TypeError', at: 'at pay (file:///one/packages/agents/src/pay.ts:12:4)' },
      { thrown: 'TypeError', at: 'at pay (/other/place/packages/agents/src/pay.ts:980:1)' },
    ],
    [
      'how many and which rows had the problem',
      { problems: [{ field: 'rows.0.email', problem: 'Invalid' }] },
      { problems: [7, 9].map((row) => ({ field: `rows.${row}.email`, problem: 'Invalid' })) },
    ],
    ['details that are no facts about the kind', { requestId: 'a' }, { requestId: 'b', taskId: newId() }],
  ])('does not depend on %s', (_what, one, other) => {
    expect(fingerprintOf(facts({ details: one }))).toBe(fingerprintOf(facts({ details: other })));
  });

  test.each<[string, Json, Json]>([
    [
      'the function',
      { at: 'at pay (/x/packages/agents/src/pay.ts:1:1)' },
      { at: 'at send (/x/packages/agents/src/pay.ts:1:1)' },
    ],
    [
      'the file',
      { at: 'at pay (/x/packages/agents/src/pay.ts:1:1)' },
      { at: 'at pay (/x/packages/agents/src/send.ts:1:1)' },
    ],
    [
      'the field',
      { problems: [{ field: 'email', problem: 'Invalid' }] },
      { problems: [{ field: 'name', problem: 'Invalid' }] },
    ],
  ])('depends on %s', (_what, one, other) => {
    expect(fingerprintOf(facts({ details: one }))).not.toBe(fingerprintOf(facts({ details: other })));
  });
});
