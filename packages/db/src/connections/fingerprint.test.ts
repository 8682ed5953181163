import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

test('a long secret is known by its end and its hash', () => {
  expect(fingerprintOf('pat-na1-00000000-0000-0000-0000-00000000beef')).toMatch(/^…beef#[0-9a-f]{8}$/u);
});

test('of a short one nothing is shown but its hash', () => {
  expect(fingerprintOf('hunter2-hunter2')).toMatch(/^#[0-9a-f]{8}$/u);
  expect(fingerprintOf('hunter2-hunter2')).not.toBe(fingerprintOf('hunter2-hunter3'));
});
