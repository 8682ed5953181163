import { describe, expect, it } from 'vitest';
import { toJsonb } from './jsonb.ts';

const half = '😀'.slice(0, 1);

describe('JSON for Postgres', () => {
  it('has no NUL and no half of a pair, neither in values nor in names', () => {
    const value = { [`a\0${half}`]: [`b\0`, `${half}c`] };
    expect(JSON.parse(toJsonb(value))).toEqual({ 'a\uFFFD\uFFFD': ['b\uFFFD', '\uFFFDc'] });
  });

  it('leaves everything else as it is', () => {
    const value = ['\\u0000', '\\\\u0000', 'C:\\ud800', '😀', '\n\u0001"', 'é'];
    expect(JSON.parse(toJsonb(value))).toEqual(value);
  });
});
