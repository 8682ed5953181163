import { expect, test } from 'vitest';
import { listeningUrl } from './start-sandbox.ts';

test('a server is ready when it says where it listens', () => {
  expect(listeningUrl({ type: 'listening', url: 'http://127.0.0.1:1' })).toBe('http://127.0.0.1:1');
});

test.each([
  null,
  'listening',
  {},
  { type: 'progress', url: 'x' },
  { type: 'listening' },
  { type: 'listening', url: 1 },
])('any other message is not taken for readiness: %j', (message) => {
  expect(listeningUrl(message)).toBeUndefined();
});
