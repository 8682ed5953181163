import { describe, expect, it } from 'vitest';
import { matchQuality } from './match-quality.ts';
import { makePeople } from './people.ts';

const truth = new Map([
  ['a', 1],
  ['b', 1],
  ['c', 2],
  ['d', 2],
]);

describe('matchQuality', () => {
  it('is whole where the groups are the same, whatever they are called', () => {
    const found = new Map([...truth].map(([object, group]) => [object, `group ${group}`]));
    expect(matchQuality(found, truth)).toEqual({ precision: 1, recall: 1, truePairs: 2 });
  });

  it('loses precision by what is put together wrongly, and recall by what is not put together', () => {
    const found = new Map([
      ['a', 'x'],
      ['b', 'x'],
      ['c', 'x'],
    ]);
    expect(matchQuality(found, truth)).toEqual({ precision: 1 / 3, recall: 1 / 2, truePairs: 2 });
  });
});

describe('makePeople', () => {
  it('makes the same people of the same seed, each object once', () => {
    const people = makePeople(200, 7);
    expect(makePeople(200, 7)).toEqual(people);
    const keys = people.map(({ source }) => source.keys[0]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(people.filter(({ source }) => source.system === 'stripe').length).toBeGreaterThan(80);
  });
});
