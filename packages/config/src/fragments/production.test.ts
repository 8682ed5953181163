import { describe, expect, it } from 'vitest';
import type { Fragment } from '../fragment.ts';
import { clientConfig } from './client.ts';
import { databaseConfig, optionalDatabaseConfig } from './database.ts';
import { gatewayConfig } from './gateway.ts';
import { healthConfig } from './health.ts';
import { logConfig } from './log.ts';
import { optionalQueueConfig, queueConfig } from './queue.ts';

const read = <T>(fragment: Fragment<T>, env: Record<string, string>) =>
  fragment.read({ NODE_ENV: 'production', ...env });

const problemOf = (fragment: Fragment<unknown>, env: Record<string, string>): string => {
  const reading = read(fragment, env);
  return reading.ok ? '' : reading.problems.map((one) => `${one.variable} ${one.problem}`).join('; ');
};

const remote = 'postgres://sherpa@db.internal/sherpa';

describe('the database in production', () => {
  it.each([databaseConfig, optionalDatabaseConfig])('must be named', (fragment) => {
    expect(problemOf(fragment, {})).toBe('DATABASE_URL is not set');
  });

  it.each(['', '?sslmode=disable', '?sslmode=prefer', '?sslmode=allow'])(
    'is refused when "%s" leaves the way to another machine in plain text',
    (query) => {
      expect(problemOf(databaseConfig, { DATABASE_URL: remote + query })).toMatch(
        /^DATABASE_URL .*plain text/u,
      );
    },
  );

  it.each(['require', 'verify-ca', 'verify-full'])('is accepted with sslmode=%s', (mode) => {
    expect(problemOf(databaseConfig, { DATABASE_URL: `${remote}?sslmode=${mode}` })).toBe('');
  });

  it.each(['localhost', '127.0.0.1', '127.8.8.8', '[::1]'])('needs no encryption on %s', (host) => {
    expect(problemOf(databaseConfig, { DATABASE_URL: `postgres://sherpa@${host}:5432/sherpa` })).toBe('');
  });

  it('needs no encryption over a socket', () => {
    expect(problemOf(databaseConfig, { DATABASE_URL: 'postgres:///sherpa?host=/var/run/postgresql' })).toBe(
      '',
    );
  });

  it('takes an encryption that DATABASE_SSL states, either way', () => {
    expect(read(databaseConfig, { DATABASE_URL: remote, DATABASE_SSL: 'on' })).toEqual({
      ok: true,
      value: { url: remote, poolMax: 10, ssl: true },
    });
    expect(read(databaseConfig, { DATABASE_URL: remote, DATABASE_SSL: 'off' })).toEqual({
      ok: true,
      value: { url: remote, poolMax: 10, ssl: false },
    });
  });

  it('is not taken in by a host that only begins like this machine', () => {
    expect(problemOf(databaseConfig, { DATABASE_URL: 'postgres://localhost.evil.test/x' })).toContain(
      'plain text',
    );
    expect(problemOf(databaseConfig, { DATABASE_URL: 'postgres://localhost/x?host=db.internal' })).toContain(
      'plain text',
    );
  });
});

describe('the queue', () => {
  it.each([queueConfig, optionalQueueConfig])('must be named in production', (fragment) => {
    expect(problemOf(fragment, { DATABASE_URL: remote })).toBe('QUEUE_URL is not set');
  });

  it('is the database itself elsewhere', () => {
    expect(queueConfig.read({ DATABASE_URL: remote })).toEqual({
      ok: true,
      value: { url: remote, namespace: 'sherpa' },
    });
  });

  it('takes Redis with and without encryption', () => {
    expect(problemOf(queueConfig, { QUEUE_URL: 'rediss://cache.internal' })).toBe('');
    expect(problemOf(queueConfig, { QUEUE_URL: 'amqp://cache.internal' })).toContain(
      'QUEUE_URL must be a URL',
    );
  });
});

describe('the key of the gateway', () => {
  it.each([gatewayConfig, clientConfig])('must be set in production, and long', (fragment) => {
    expect(problemOf(fragment, {})).toBe('SHERPA_API_KEY is not set');
    expect(problemOf(fragment, { SHERPA_API_KEY: 'x'.repeat(23) })).toContain('shorter than 24');
    expect(problemOf(fragment, { SHERPA_API_KEY: 'x'.repeat(24) })).toBe('');
  });

  it('must be set wherever other machines are let in', () => {
    const open = gatewayConfig.read({ GATEWAY_HOST: '0.0.0.0' });
    expect(open).toMatchObject({ ok: false, problems: [{ variable: 'SHERPA_API_KEY' }] });
    expect(gatewayConfig.read({ GATEWAY_HOST: '0.0.0.0', SHERPA_API_KEY: 'mine' }).ok).toBe(true);
  });
});

describe('what production says', () => {
  it('is JSON from info up', () => {
    expect(read(logConfig, {})).toEqual({ ok: true, value: { level: 'info', pretty: false } });
  });

  it('is told to probes from outside the container', () => {
    expect(read(healthConfig, { HEALTH_PORT: '9090' })).toEqual({
      ok: true,
      value: { host: '0.0.0.0', port: 9090 },
    });
  });
});
