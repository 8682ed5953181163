import { describe, expect, it } from 'vitest';
import { describeProgress } from './progress.ts';

describe('describeProgress', () => {
  it.each([
    [null, ''],
    ['reading page 3', 'reading page 3'],
    [40, '40 %'],
    [{ done: 300, total: 1_000 }, '300 of 1000'],
    [{ done: 300 }, '300'],
    [{ contacts: 200, phase: 'companies', deep: {} }, 'contacts 200, phase companies'],
    [true, ''],
  ])('says %j in words', (progress, words) => {
    expect(describeProgress(progress)).toBe(words);
  });
});
