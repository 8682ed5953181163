import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { hasRoomFor } from './larger-heap.ts';

test('a usual world has room in any process, one without end in none', () => {
  expect(hasRoomFor(1_000)).toBe(true);
  expect(hasRoomFor(1e12)).toBe(false);
});

test('a world that does not fit gets a process with more room, which stops with the first', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'sherpa-heap-'));
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), {
    env: { NODE_ENV: 'test', SANDBOX_PORT: '0', SANDBOX_CONTACTS: '20', LOG_DIR: home },
    execArgv: ['--max-old-space-size=40'],
    silent: true,
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  expect((await fetch(`${url}/_sandbox/state`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await expect(fetch(`${url}/_sandbox/state`)).rejects.toThrow('fetch failed');
  await rm(home, { recursive: true });
}, 30_000);
