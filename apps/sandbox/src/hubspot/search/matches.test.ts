import { expect, test } from 'vitest';
import type { PropertyType } from '../property.ts';
import { compareForSort, makeMatch } from './matches.ts';
import type { SearchFilter } from './search-request.ts';

const isMatch = (value: string | null, filter: SearchFilter, type: PropertyType): boolean =>
  makeMatch(filter, type)(value);

test('dates are filtered by epoch milliseconds', () => {
  const iso = '2026-11-01T00:00:00.000Z';
  const value = String(Date.parse(iso));
  expect(isMatch(iso, { propertyName: 'x', operator: 'GTE', value }, 'datetime')).toBe(true);
  expect(isMatch(iso, { propertyName: 'x', operator: 'GT', value }, 'datetime')).toBe(false);
});

test('numbers are compared as numbers', () => {
  expect(isMatch('9', { propertyName: 'x', operator: 'LT', value: '10' }, 'number')).toBe(true);
});

test('text in a number or a date is no value', () => {
  expect(isMatch('about 20', { propertyName: 'x', operator: 'GT', value: '1' }, 'number')).toBe(false);
  expect(isMatch('soon', { propertyName: 'x', operator: 'NEQ', value: '1' }, 'datetime')).toBe(true);
});

test('a record without the value passes no comparison', () => {
  expect(isMatch(null, { propertyName: 'x', operator: 'LTE', value: '5' }, 'number')).toBe(false);
  expect(isMatch(null, { propertyName: 'x', operator: 'NOT_HAS_PROPERTY' }, 'string')).toBe(true);
});

test('text equality ignores case, a capital letter in IN finds nothing', () => {
  expect(isMatch('Ann', { propertyName: 'x', operator: 'EQ', value: 'ANN' }, 'string')).toBe(true);
  expect(isMatch('Ann', { propertyName: 'x', operator: 'IN', values: ['Ann'] }, 'string')).toBe(false);
  expect(isMatch('Ann', { propertyName: 'x', operator: 'IN', values: ['ann'] }, 'string')).toBe(true);
});

test('records without the sorted value come last in both directions', () => {
  expect(compareForSort(null, 'a', false)).toBeGreaterThan(0);
  expect(compareForSort(null, 'a', true)).toBeGreaterThan(0);
  expect(compareForSort('a', 'b', true)).toBeGreaterThan(0);
});
