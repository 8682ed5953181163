import { describe, expect, test } from 'vitest';
import { parsePhase, parsePosition, toStored, type Position } from './position.ts';

describe('a stored position', () => {
  test('comes back as it was', () => {
    const position: Position = {
      after: '7',
      slices: ['a', 'b'],
      limit: 50,
      failures: 1,
      tail: ['5', '6'],
      restarts: 2,
    };
    expect(parsePosition(toStored(position))).toEqual(position);
    expect(parsePosition(toStored({}))).toEqual({});
  });

  test.each([
    ['nothing', null],
    ['an empty text', ''],
    ['a bare token of an older version', 'eyJhZnRlciI6MX0='],
    ['an empty token', { after: '' }],
    ['a token that is a number', { after: 7 }],
    ['a list', ['7']],
  ])('edge case 40: %s begins the listing again instead of failing', (_, stored) => {
    expect(parsePosition(stored).after).toBeUndefined();
  });

  test('edge case 40: keeps what it knows beside what it does not', () => {
    expect(parsePosition({ after: '7', page: 3, limit: 'many' })).toEqual({ after: '7' });
    expect(parsePhase('pages')).toBeUndefined();
    expect(parsePhase('list')).toBe('list');
  });
});
