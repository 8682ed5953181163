import { describe, expect, it } from 'vitest';
import { mergeRecords } from './merge-records.ts';
import { chunkProperties } from './property-chunks.ts';
import { recordSchema } from './property-value.ts';

describe('chunkProperties', () => {
  it('keeps a short list in one piece, each name once', () => {
    expect(chunkProperties(['a', 'b', 'a'])).toEqual([['a', 'b']]);
  });

  it('splits a long list so that each part fits into a URL', () => {
    const names = Array.from({ length: 1_200 }, (_, index) => `property_number_${index}`);
    const chunks = chunkProperties(names);
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.flat()).toEqual(names);
    for (const chunk of chunks) {
      expect(chunk.map((name) => `properties=${name}`).join('&').length).toBeLessThan(15_000);
    }
  });

  it('gives one long name a part of its own', () => {
    expect(chunkProperties(['a', 'x'.repeat(50), 'b'], 30)).toEqual([['a'], ['x'.repeat(50)], ['b']]);
  });
});

describe('mergeRecords', () => {
  const record = (id: string, properties: Record<string, string>) => recordSchema.parse({ id, properties });

  it('puts parts together by id and leaves out a row that only a later part has', () => {
    const merged = mergeRecords([
      [record('1', { a: 'a1' }), record('2', { a: 'a2' })],
      [record('2', { b: 'b2' }), record('3', { b: 'b3' }), record('1', { b: 'b1' })],
    ]);
    expect(merged.map(({ id, properties }) => [id, properties])).toEqual([
      ['1', { a: 'a1', b: 'b1' }],
      ['2', { a: 'a2', b: 'b2' }],
    ]);
  });
});
