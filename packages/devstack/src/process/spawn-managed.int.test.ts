import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { processIdentity } from './process-identity.ts';
import { spawnManaged, type ManagedProcess } from './spawn-managed.ts';

const parseReady = (message: unknown): number | undefined =>
  typeof message === 'object' && message !== null && 'port' in message ? (message.port as number) : undefined;

interface Spawned {
  readonly child: ManagedProcess<number>;
  readonly lines: string[];
}

const spawnScript = async (source: string, readyTimeoutMs = 10_000): Promise<Spawned> => {
  const script = path.join(await temporaryFolder(), 'child.mjs');
  await writeFile(script, source);
  const lines: string[] = [];
  const child = spawnManaged({
    name: 'child',
    script,
    args: ['one', 'two'],
    env: { GREETING: 'hello' },
    parseReady,
    readyTimeoutMs,
    onLine: (line, stream) => lines.push(`${stream}: ${line}`),
  });
  onTestFinished(async () => {
    await child.stop(0);
  });
  return { child, lines };
};

describe('a managed process', () => {
  test('is ready when it says so, and not by other messages', async () => {
    const { child } = await spawnScript(
      'process.send({ hello: 1 }); process.send({ port: 7 }); setInterval(() => {}, 1e6);',
    );

    expect(await child.ready).toBe(7);
    expect(child.hasExited()).toBe(false);
  });

  test('gets the arguments and exactly the environment it is given', async () => {
    const { child, lines } = await spawnScript(
      "console.log(process.argv.slice(2).join(), process.env.GREETING, process.env.PATH); console.error('err'); process.send({ port: 1 }, () => process.disconnect());",
    );
    await child.ready;
    await child.exited;

    await expect.poll(() => lines.toSorted()).toEqual(['stderr: err', 'stdout: one,two hello undefined']);
  });

  test('stops when it is asked to and has drained', async () => {
    const { child } = await spawnScript(
      "process.on('SIGTERM', () => process.exit(5)); process.send({ port: 1 }); setInterval(() => {}, 1e6);",
    );
    await child.ready;

    expect(await child.stop(10_000)).toEqual({ code: 5, signal: null });
    expect(await child.exited).toEqual({ code: 5, signal: null });
  });

  test('is killed when it has not drained by the deadline', async () => {
    const { child } = await spawnScript(
      "process.on('SIGTERM', () => {}); process.send({ port: 1 }); setInterval(() => {}, 1e6);",
    );
    await child.ready;

    expect(await child.stop(50)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('that ends before it is ready says how and what it printed last', async () => {
    const { child } = await spawnScript(
      "console.error('no configuration'); process.exitCode = 3; process.disconnect();",
    );

    await expect(child.ready).rejects.toMatchObject({
      details: { name: 'child', code: 3, signal: null, output: 'no configuration' },
    });
  });

  test('that does not become ready in time is stopped', async () => {
    const { child } = await spawnScript('setInterval(() => {}, 1e6);', 200);

    await expect(child.ready).rejects.toMatchObject({ details: { waitedMs: 200 } });
    expect(child.hasExited()).toBe(true);
  });

  test('sees its channel close when its parent was killed', async () => {
    const folder = await temporaryFolder();
    const script = path.join(folder, 'child.mjs');
    const parent = path.join(folder, 'parent.mjs');
    await writeFile(
      script,
      "process.on('disconnect', () => process.exit(0)); process.send({ port: process.pid });",
    );
    await writeFile(
      parent,
      `import { spawnManaged } from ${JSON.stringify(new URL('spawn-managed.ts', import.meta.url).href)};
       const options = { name: 'child', script: ${JSON.stringify(script)}, env: {}, readyTimeoutMs: 10_000 };
       process.send(await spawnManaged({ ...options, parseReady: (message) => message.port }).ready);`,
    );
    const starter = fork(parent);
    const [childPid] = (await once(starter, 'message')) as [number];

    starter.kill('SIGKILL');

    await eventually('the child is gone', async () => (await processIdentity(childPid)) === undefined);
    expect(starter.killed).toBe(true);
  });
});
