import { expect, test } from 'vitest';
import { parseQuery } from './parse-query.ts';

test('reads clauses with their quotes, negations and comparisons', () => {
  expect(parseQuery(`-email:"a AND b@x.example" AND metadata['plan']:'gold' AND created>=12`)).toEqual({
    joinedBy: 'AND',
    clauses: [
      { field: 'email', key: null, operator: ':', value: 'a AND b@x.example', isNegated: true },
      { field: 'metadata', key: 'plan', operator: ':', value: 'gold', isNegated: false },
      { field: 'created', key: null, operator: '>=', value: '12', isNegated: false },
    ],
  });
  expect(parseQuery('name~"ada" OR phone:"1"').joinedBy).toBe('OR');
});

test.each(['nonsense', 'a:"1" AND b:"2" OR c:"3"', 'email:'])('refuses %s', (query) => {
  expect(() => parseQuery(query)).toThrow('The sandbox refused a request.');
});
