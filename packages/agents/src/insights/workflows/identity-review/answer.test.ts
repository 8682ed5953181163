import { expect, test } from 'vitest';
import { readAnswer } from './answer.ts';

test.each([
  ['Approve', { kind: 'approve' }],
  [' yes! ', { kind: 'approve' }],
  ['reject.', { kind: 'reject' }],
  ['No', { kind: 'reject' }],
  ['contact 100001', { kind: 'is', node: 'hubspot:contact:100001' }],
  ['Company: 500002', { kind: 'is', node: 'hubspot:company:500002' }],
  [
    'https://app.hubspot.com/contacts/1/record/0-1/100001?x=1',
    { kind: 'is', node: 'hubspot:contact:100001' },
  ],
  ['https://app.hubspot.com/contacts/1/record/0-3/7', { kind: 'unclear' }],
  ['100001', { kind: 'unclear' }],
  ['I would say yes, but ask Ada', { kind: 'unclear' }],
])('%s is understood as it was meant, or not at all', (text, answer) => {
  expect(readAnswer(text)).toEqual(answer);
});
