import { expect, it } from 'vitest';
import { caseOfKey, keyOf, refundKey } from './refund-key.ts';

const ofTicket = { id: 't1', payload: { chargeId: 'ch_1', reason: 'Asked', ticketId: '7' } };
const ofScript = { id: 't2', payload: { chargeId: 'ch_1', reason: 'Goodwill' } };

it('a refund is known by its key to be of its case', () => {
  for (const task of [ofTicket, ofScript])
    for (const failed of [null, 're_1']) expect(caseOfKey(refundKey(task, failed))).toBe(keyOf(task.payload));
  expect([caseOfKey(''), caseOfKey('closed-won:subscription:1')]).toEqual([undefined, undefined]);
});

it('of a ticket there is one refund, and another one after that has failed; of a script one for each task', () => {
  expect(refundKey({ ...ofTicket, id: 't3' }, null)).toBe(refundKey(ofTicket, null));
  expect(refundKey(ofTicket, 're_1')).not.toBe(refundKey(ofTicket, null));
  expect(refundKey({ ...ofScript, id: 't3' }, null)).not.toBe(refundKey(ofScript, null));
});
