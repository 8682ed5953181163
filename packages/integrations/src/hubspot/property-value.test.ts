import { describe, expect, it } from 'vitest';
import { dateOf, firstDate, listOf, textOf } from './property-value.ts';

describe('dateOf', () => {
  it.each<[unknown, string]>([
    ['2026-03-01T10:00:00.123Z', '2026-03-01T10:00:00.123Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00.123456Z', '2026-03-01T10:00:00.123Z'],
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01 10:00:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['1772359200123', '2026-03-01T10:00:00.123Z'],
    ['1772359200123.0', '2026-03-01T10:00:00.123Z'],
    [1_772_359_200_123, '2026-03-01T10:00:00.123Z'],
    [new Date('2026-03-01T10:00:00Z'), '2026-03-01T10:00:00.000Z'],
  ])('reads %j', (value, expected) => {
    expect(dateOf(value)?.toISOString()).toBe(expected);
  });

  it.each([
    null,
    undefined,
    '',
    '  ',
    'soon',
    '2000-00-00',
    '03/01/2026',
    '1,200',
    '2026',
    new Date('nonsense'),
    {},
    '9'.repeat(30),
  ])('finds no moment in %j', (value) => {
    expect(dateOf(value)).toBeNull();
  });
});

describe('firstDate', () => {
  it('passes over what is no moment', () => {
    expect(firstDate('', '2000-00-00', '2026-03-01')).toEqual(new Date('2026-03-01'));
    expect(firstDate('', null)).toBeNull();
  });
});

describe('textOf', () => {
  it.each([null, undefined, '', '  ', {}, []])('takes %j for nothing', (value) => {
    expect(textOf(value)).toBeNull();
  });

  it('trims text and writes out what is not text', () => {
    expect(textOf(' Ada ')).toBe('Ada');
    expect(textOf(7)).toBe('7');
    expect(textOf(false)).toBe('false');
  });
});

describe('listOf', () => {
  it('splits at semicolons and drops what is empty', () => {
    expect(listOf('a@x.test; b@x.test;;')).toEqual(['a@x.test', 'b@x.test']);
    expect(listOf(null)).toEqual([]);
  });
});
