import { expect, it } from 'vitest';
import { parseNamespace, queueName, redisPrefix, schemaName } from './names.ts';
import { queueKind } from './queue-kind.ts';

it('names an agent’s queue after it', () => {
  expect(queueName('sales')).toBe('agent.sales');
});

it('puts the namespace into a hash tag on Redis and into a lower case identifier on Postgres', () => {
  expect(redisPrefix('Sherpa-eu')).toBe('{Sherpa-eu}');
  expect(schemaName('Sherpa-eu')).toBe('sherpa_eu');
});

it.each(['', '1st', '-x', 'a b', 'a"; drop schema x', '{x}', 'a'.repeat(49)])(
  'refuses %j as a namespace and says what to set',
  (namespace) => {
    expect(() => parseNamespace(namespace)).toThrow(/QUEUE_NAMESPACE/u);
  },
);

it.each([
  ['redis://localhost', 'redis'],
  ['rediss://:secret@cache.example.org:6380/2', 'redis'],
  ['postgres://sherpa@localhost/sherpa', 'postgres'],
  ['postgresql://localhost/sherpa?sslmode=require', 'postgres'],
])('tells the backend of %s', (url, kind) => {
  expect(queueKind(url)).toBe(kind);
});

it.each(['', 'localhost:6379', 'mysql://localhost', 'http://redis'])('refuses %j as a queue URL', (url) => {
  expect(() => queueKind(url)).toThrow(/QUEUE_URL/u);
});
