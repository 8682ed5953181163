import '@sherpa/devstack/vitest';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makeClient } from '@sherpa/api';
import { makeTestDatabase, type TestDatabase } from '@sherpa/db/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

const startMain = (env: Record<string, string>): ChildProcess =>
  fork(main, [], { env: { NODE_ENV: 'test', ...env }, silent: true });

const textOf = (stream: NodeJS.ReadableStream | null): { text: string } => {
  const read = { text: '' };
  stream?.on('data', (chunk: Buffer) => {
    read.text += chunk.toString();
  });
  return read;
};

describe('the gateway as a process', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await makeTestDatabase(inject('postgresUrl'));
  });
  afterAll(() => database.drop());

  test('tells where it listens, serves every agent, and ends cleanly when asked to', async () => {
    const child = startMain({ DATABASE_URL: database.url, GATEWAY_PORT: '0', SHERPA_API_KEY: 'of-a-test' });
    const errors = textOf(child.stderr);
    const [announced] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    expect(announced, errors.text).toMatchObject({ type: 'listening' });
    const { url } = announced as { url: string };
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const agents = await makeClient({ url, apiKey: 'of-a-test' }).agents.list();
    expect(agents.map(({ agent }) => agent)).toEqual(expect.arrayContaining(['sales', 'billing']));
    const metrics = await fetch(`${url}/metrics`, { headers: { 'x-api-key': 'of-a-test' } });
    const text = await metrics.text();
    expect(text).toContain('sherpa_queue_jobs{agent="sales",state="waiting"');
    expect(text).toContain('sherpa_agent{agent="billing",measure="processes"');
    expect(text).toMatch(/sherpa_table_bytes\{table="agent_tasks"[^}]*\} \d+/u);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('says on one page what to set before it does anything', async () => {
    const child = startMain({ NODE_ENV: 'production' });
    const errors = textOf(child.stderr);
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(errors.text).toContain('DATABASE_URL is not set.');
    expect(errors.text).toContain('SHERPA_API_KEY is not set.');
    expect(errors.text).not.toContain('    at ');
  });
});
