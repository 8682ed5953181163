import { expect, it } from 'vitest';
import { toAskLines } from './ask-lines.ts';

const bare = (_style: unknown, text: string): string => text;
const policy = { title: 'Refund policy', url: 'https://notion.test/p' };

it('an answer says where each sentence stands', () => {
  const answers = [{ ...policy, text: 'Up to 100 EUR: support decides', heading: 'Steps' }];
  expect(toAskLines({ verdict: 'found', answers, closest: [policy] }, bare)).toEqual([
    'Up to 100 EUR: support decides',
    '  Refund policy  https://notion.test/p  › Steps',
  ]);
  expect(toAskLines({ verdict: 'unsure', answers, closest: [] }, bare)[0]).toBe(
    'Not sure; this comes closest:',
  );
});

it('where nothing is written down the closest pages are named', () => {
  expect(toAskLines({ verdict: 'nothing', answers: [], closest: [policy] }, bare)).toEqual([
    'Nothing that answers this is written down.',
    'Pages that come closest:',
    '  Refund policy  https://notion.test/p',
  ]);
  expect(toAskLines({ verdict: 'nothing', answers: [], closest: [] }, bare)).toHaveLength(1);
});
