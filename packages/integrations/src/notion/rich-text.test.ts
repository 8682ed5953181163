import { describe, expect, it } from 'vitest';
import { chunkText, toRichText, toRuns } from './rich-text.ts';

describe('chunkText', () => {
  it('keeps what fits', () => {
    expect(chunkText('')).toEqual([]);
    expect(chunkText('a'.repeat(2_000))).toEqual(['a'.repeat(2_000)]);
  });

  it('loses nothing and never cuts a letter in two', () => {
    const text = `${'a'.repeat(1_999)}🏔${'b'.repeat(2_500)}`;
    const pieces = chunkText(text);
    expect(pieces.join('')).toBe(text);
    expect(pieces.map(({ length }) => length)).toEqual([1_999, 2_000, 502]);
  });
});

describe('toRuns', () => {
  it('gives an empty text one empty run', () => {
    expect(toRuns('')).toEqual([[]]);
  });

  it('begins a new run where one is full', () => {
    expect(toRuns('c'.repeat(200_001)).map(({ length }) => length)).toEqual([100, 1]);
    expect(() => toRichText('c'.repeat(200_001))).toThrow('longer than Notion takes');
  });
});
