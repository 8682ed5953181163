import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { processIdentity } from '../process/process-identity.ts';
import { eventually } from '../testing/eventually.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { findPostgres } from './binaries.ts';
import { ownerFor, runAs } from './server-user.ts';
import { startPostgres } from './start-postgres.ts';

const starter = fileURLToPath(new URL('../testing/hold-postgres.ts', import.meta.url));

const startElsewhere = async (...args: string[]): Promise<{ child: ChildProcess; serverPid: number }> => {
  const child = fork(starter, args, { detached: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [message] = (await once(child, 'message')) as [{ pid: number }];
  return { child, serverPid: message.pid };
};

const isGone = async (pid: number): Promise<boolean> => (await processIdentity(pid)) === undefined;

const isMissing = (file: string): Promise<boolean> =>
  access(file).then(
    () => false,
    () => true,
  );

describe('a Postgres whose starter was killed with SIGKILL', () => {
  test('stops, and the next starter goes on with its data', async () => {
    const dataDir = await temporaryFolder();
    const { child, serverPid } = await startElsewhere(dataDir);
    await expect(startPostgres({ dataDir, durable: false })).rejects.toMatchObject({
      details: { pid: child.pid },
    });

    child.kill('SIGKILL');
    const server = await startPostgres({ dataDir, durable: false });
    onTestFinished(() => server.stop());

    expect(server.pid).not.toBe(serverPid);
    await eventually('the first server is gone', () => isGone(serverPid));
  });

  test('takes its folder along when that was temporary', async () => {
    const dataDir = path.join(await temporaryFolder(), 'data');
    const { child, serverPid } = await startElsewhere(dataDir, 'temporary');

    child.kill('SIGKILL');

    await eventually('its folder is gone', () => isMissing(dataDir));
    expect(await isGone(serverPid)).toBe(true);
  });

  test('is stopped by the next starter when its guard was killed as well', async () => {
    const dataDir = await realpath(await temporaryFolder());
    const first = await startPostgres({ dataDir, durable: false });
    await first.stop();
    const cluster = path.join(dataDir, 'cluster');
    const { postgres } = await findPostgres();
    const asUser = await runAs(await ownerFor(dataDir), { program: postgres, dataDir });
    const { command, args, ...ids } = asUser(postgres, ['-D', cluster, '-p', String(first.port), '-k', '']);
    const leftOver = spawn(command, args, {
      ...ids,
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, LC_ALL: 'C' },
    });
    onTestFinished(() => void leftOver.kill('SIGKILL'));
    await eventually(
      'it has written its pid',
      async () => !(await isMissing(path.join(cluster, 'postmaster.pid'))),
    );
    const lines: string[] = [];

    const second = await startPostgres({ dataDir, durable: false, log: (line) => lines.push(line) });
    onTestFinished(() => second.stop());

    expect(leftOver.pid).toBeDefined();
    expect(await isGone(leftOver.pid!)).toBe(true);
    expect(lines.join('\n')).toContain('left behind');
  });
});
