import { expect, test } from 'vitest';
import { makePacker } from './packed-values.ts';

test('packed values read like the map they were, in its order', () => {
  const given = new Map([
    ['email', 'a@x.example'],
    ['phone', ''],
    ['firstname', 'Ada'],
  ]);
  const packed = makePacker().pack(given);
  expect([...packed]).toEqual([...given]);
  expect([...packed.keys()]).toEqual([...given.keys()]);
  expect([...packed.values()]).toEqual([...given.values()]);
  expect([packed.size, packed.get('phone'), packed.has('phone')]).toEqual([3, '', true]);
  expect([packed.get('lastname'), packed.has('lastname')]).toEqual([undefined, false]);
  const told: string[] = [];
  for (const [name, text] of new Map(packed)) told.push(`${name}=${text}`);
  packed.forEach((text, name) => expect(told).toContain(`${name}=${text}`));
});

test('maps of the same names and of others do not get in each other’s way', () => {
  const { pack } = makePacker();
  const first = pack(
    new Map([
      ['a', '1'],
      ['b', '2'],
    ]),
  );
  const second = pack(
    new Map([
      ['a', '3'],
      ['b', '4'],
    ]),
  );
  const third = pack(
    new Map([
      ['b', '5'],
      ['a', '6'],
    ]),
  );
  expect([first, second, third].map((map) => [...map].flat().join(' '))).toEqual([
    'a 1 b 2',
    'a 3 b 4',
    'b 5 a 6',
  ]);
  expect(pack(new Map()).size).toBe(0);
});
