import { ConfigError } from '@sherpa/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  clientConfig,
  conductorConfig,
  credentialKeysConfig,
  databaseConfig,
  environmentCredentialsConfig,
  gatewayConfig,
  healthConfig,
  loadConfig,
  logConfig,
  optionalDatabaseConfig,
  optionalQueueConfig,
  queueConfig,
  runtimeConfig,
  sandboxConfig,
  tenantConfig,
  vendorAddressesConfig,
  workerConfig,
  type Fragment,
} from './index.ts';

const DATABASE_URL = 'postgres://sherpa:hunter2@db.internal:5432/sherpa';

const problemsOf = (fragments: Readonly<Record<string, Fragment<unknown>>>, env: Record<string, string>) => {
  try {
    loadConfig(fragments, env);
  } catch (err) {
    if (err instanceof ConfigError) return err;
    throw err;
  }
  throw new Error('The environment was accepted.');
};

describe('loadConfig', () => {
  it('gives a bare machine everything but what only its owner knows', () => {
    const config = loadConfig(
      {
        runtime: runtimeConfig,
        database: optionalDatabaseConfig,
        queue: optionalQueueConfig,
        log: logConfig,
        tenant: tenantConfig,
        gateway: gatewayConfig,
        client: clientConfig,
        worker: workerConfig,
        conductor: conductorConfig,
        sandbox: sandboxConfig,
        health: healthConfig,
        credentialKeys: credentialKeysConfig,
        credentials: environmentCredentialsConfig,
        addresses: vendorAddressesConfig,
      },
      {},
    );
    expect(config).toEqual({
      runtime: { mode: 'development', drainMs: 10_000 },
      database: { url: undefined, poolMax: 10 },
      queue: { url: undefined, namespace: 'sherpa' },
      log: { level: 'debug', pretty: 'auto' },
      tenant: { slug: 'default' },
      gateway: { host: '127.0.0.1', port: 4000, publicUrl: undefined, apiKey: 'sherpa-development' },
      client: { url: 'http://127.0.0.1:4000', apiKey: 'sherpa-development' },
      worker: { leaseMs: 15_000 },
      conductor: { everyMs: 1000, keepMonths: 12 },
      sandbox: { host: '127.0.0.1', port: 4010, seed: 1, contacts: 1000, people: false, dir: undefined },
      health: { host: '127.0.0.1' },
      credentialKeys: { keys: [] },
      credentials: [],
      addresses: {
        hubspot: 'https://api.hubapi.com',
        stripe: 'https://api.stripe.com',
        notion: 'https://api.notion.com',
      },
    });
  });

  it('knows the type of every value', () => {
    const config = loadConfig({ database: databaseConfig, worker: workerConfig }, { DATABASE_URL });
    expectTypeOf(config.database.url).toEqualTypeOf<string>();
    expectTypeOf(config.database.poolMax).toEqualTypeOf<number>();
    expectTypeOf(config.worker.concurrency).toEqualTypeOf<number | undefined>();
    expect(config.database.url).toBe(DATABASE_URL);
  });

  it('freezes every level', () => {
    const config = loadConfig({ tenant: tenantConfig }, {});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.tenant)).toBe(true);
  });

  it('tells every problem of all fragments, a line each, with what to set', () => {
    const error = problemsOf(
      {
        database: databaseConfig,
        addresses: vendorAddressesConfig,
        worker: workerConfig,
        gateway: gatewayConfig,
      },
      { DATABASE_POOL_MAX: 'lots', HUBSPOT_BASE_URL: 'hubspot', WORKER_LEASE_MS: '5', GATEWAY_PORT: '70000' },
    );
    expect(error.message.split('\n')).toEqual([
      '5 environment variables need attention:',
      '  DATABASE_URL is not set. Set it to the connection string of Postgres (`npx pnpm start` brings its own), for example postgres://sherpa:password@db.example.com:5432/sherpa?sslmode=verify-full',
      '  DATABASE_POOL_MAX must be a whole number from 5 to 1000. Set it to the most connections one process may hold, for example 10',
      '  HUBSPOT_BASE_URL must be a URL that starts with http:// or https://. Set it to where HubSpot answers, for example https://api.hubapi.com',
      '  WORKER_LEASE_MS must be a whole number from 1000 to 3600000. Set it to the milliseconds after which a silent worker counts as dead, for example 15000',
      '  GATEWAY_PORT must be a whole number from 0 to 65535. Set it to the port to listen on, 0 for any free one, for example 4000',
    ]);
    expect(error.details['problems']).toContainEqual({ field: 'DATABASE_URL', problem: 'is not set' });
  });

  it('tells a problem that two fragments share once', () => {
    const error = problemsOf({ database: databaseConfig, queue: queueConfig }, {});
    expect(error.message.match(/DATABASE_URL/gu)).toHaveLength(1);
  });

  it('counts an empty value as unset', () => {
    expect(problemsOf({ database: databaseConfig }, { DATABASE_URL: '  ' }).message).toContain(
      'DATABASE_URL is not set',
    );
    expect(loadConfig({ log: logConfig }, { LOG_LEVEL: '', LOG_DIR: '' }).log).toEqual({
      level: 'debug',
      pretty: 'auto',
    });
  });

  it('never repeats a value, wherever it was put', () => {
    const secret = 'hunter2-hunter2';
    const names = (
      'NODE_ENV DRAIN_MS DATABASE_URL DATABASE_POOL_MAX DATABASE_SSL QUEUE_URL QUEUE_NAMESPACE LOG_LEVEL ' +
      'SHERPA_TENANT GATEWAY_PORT SHERPA_API_KEY SHERPA_URL HUBSPOT_BASE_URL STRIPE_API_KEY STRIPE_BASE_URL ' +
      'SHERPA_CREDENTIAL_KEYS HUBSPOT_ACCESS_TOKEN NOTION_ACCESS_TOKEN NOTION_BASE_URL ' +
      'WORKER_CONCURRENCY SANDBOX_SEED HEALTH_PORT'
    ).split(' ');
    const error = problemsOf(
      {
        database: databaseConfig,
        queue: queueConfig,
        log: logConfig,
        tenant: tenantConfig,
        gateway: gatewayConfig,
        client: clientConfig,
        credentials: environmentCredentialsConfig,
        addresses: vendorAddressesConfig,
        worker: workerConfig,
        sandbox: sandboxConfig,
        health: healthConfig,
      },
      Object.fromEntries(names.map((name) => [name, `${secret} Ä`])),
    );
    expect(`${error.message}${JSON.stringify(error.details)}`).not.toContain('hunter2');
    expect(error.message).toContain('NODE_ENV must be one of: development, production, test');
  });

  it('refuses an unknown NODE_ENV even where no fragment asks for it, and applies the strict rules', () => {
    const { message } = problemsOf({ gateway: gatewayConfig }, { NODE_ENV: 'prod' });
    expect(message).toContain('NODE_ENV must be one of');
    expect(message).toContain('SHERPA_API_KEY is not set');
  });
});
