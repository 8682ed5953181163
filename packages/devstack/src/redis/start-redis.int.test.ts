import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { processIdentity } from '../process/process-identity.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { findRedis } from './find-redis.ts';
import { startRedis, type RunningRedis, type StartRedisOptions } from './start-redis.ts';

const holder = fileURLToPath(new URL('../testing/hold-redis.ts', import.meta.url));
const binary = await findRedis();

const start = async (options: Partial<StartRedisOptions> & { dir: string }): Promise<RunningRedis> => {
  const server = await startRedis({ durable: false, ...options });
  onTestFinished(() => server.stop());
  return server;
};

const ask = (port: number, command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.end(`${command}\r\n`));
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', reject);
    socket.once('close', () => resolve(answer));
  });

describe.skipIf(binary === undefined)('a private Redis', () => {
  test('never evicts', async () => {
    const server = await start({ dir: await temporaryFolder() });

    expect(await ask(server.port, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
  });

  test('goes on with its data after a restart when it is durable', async () => {
    const dir = await temporaryFolder();
    const first = await start({ dir, durable: true });
    await ask(first.port, 'SET kept 7');
    await first.stop();

    const second = await start({ dir, durable: true });

    expect(await ask(second.port, 'GET kept')).toContain('7');
  });

  test('is stopped by the next starter when its own was killed', async () => {
    const dir = await temporaryFolder();
    const starter = fork(holder, [dir], { detached: true });
    onTestFinished(() => void starter.kill('SIGKILL'));
    const [first] = (await once(starter, 'message')) as [{ pid: number; port: number }];
    await ask(first.port, 'SET kept 7');

    starter.kill('SIGKILL');
    await once(starter, 'exit');
    const second = await start({ dir, durable: true });

    expect(await processIdentity(first.pid)).toBeUndefined();
    expect(await ask(second.port, 'GET kept')).toContain('7');
  });

  test('refuses a second starter on the same folder', async () => {
    const dir = await temporaryFolder();
    await start({ dir });

    await expect(startRedis({ dir, durable: false })).rejects.toMatchObject({
      code: 'conflict',
      details: { pid: process.pid },
    });
  });

  test('shows its log when it does not start', async () => {
    const dir = await temporaryFolder();
    const command = path.join(dir, 'no-such-redis');

    await expect(
      startRedis({ dir, durable: false, binary: { command, source: 'path' } }),
    ).rejects.toMatchObject({ details: { log: expect.stringContaining('no-such-redis') } });
  });
});
