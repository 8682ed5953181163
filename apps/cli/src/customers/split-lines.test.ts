import { expect, it } from 'vitest';
import { splitLines } from './split-lines.ts';

it('a split tells every customer that came of it, and of a merge that can be undone', () => {
  const parts = [
    { id: 'a', objects: ['hubspot:contact:1'] },
    { id: 'b', objects: ['stripe:customer:cus_1', 'stripe:customer:cus_2'] },
    { id: 'c', objects: ['stripe:customer:cus_3'] },
  ];
  expect(splitLines({ id: 'b', parts, mergeId: 'm' })).toEqual([
    'stripe:customer:cus_1, stripe:customer:cus_2 are customer b now.',
    'hubspot:contact:1 is customer a now.',
    'stripe:customer:cus_3 is customer c now.',
    'They came by a merge. To have the customer of before back, with the id that it had:',
    '  npx pnpm sherpa customers undo m',
  ]);
  expect(splitLines({ id: 'a', parts: parts.slice(0, 1), mergeId: null })).toHaveLength(1);
});
