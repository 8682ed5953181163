import { describe, expect, it } from 'vitest';
import { clip, textWidth } from './plain.ts';

describe('textWidth', () => {
  it.each([
    ['Ada', 3],
    ['Zoë', 3],
    ['e\u0301', 1],
    ['山田', 4],
    ['👩‍🚀', 2],
  ])('counts the columns of %j', (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });
});

describe('clip', () => {
  it('keeps what fits and never half a character', () => {
    expect(clip('Ada', 3)).toBe('Ada');
    expect(clip('Adam', 3)).toBe('Ad…');
    expect(clip('山田太郎', 4)).toBe('山…');
  });
});
