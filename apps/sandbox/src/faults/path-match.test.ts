import { expect, test } from 'vitest';
import { isPathMatch } from './path-match.ts';

test('a plain path is a prefix', () => {
  expect(isPathMatch('/v1/customers', '/v1/customers/cus_1')).toBe(true);
  expect(isPathMatch('/v1/customers', '/v1/invoices')).toBe(false);
});

test('a pattern matches segment by segment and nothing longer', () => {
  expect(isPathMatch('/v1/invoices/:id/pay', '/v1/invoices/in_1/pay')).toBe(true);
  expect(isPathMatch('/v1/invoices/:id', '/v1/invoices/in_1/pay')).toBe(false);
});
