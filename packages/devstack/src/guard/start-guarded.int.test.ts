import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { processIdentity } from '../process/process-identity.ts';
import { eventually } from '../testing/eventually.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { startGuarded, type GuardedServer } from './start-guarded.ts';

interface Started {
  readonly server: GuardedServer;
  readonly log: () => Promise<string>;
}

const startShell = async (script: string, graceMs = 5_000): Promise<Started> => {
  const logFile = path.join(await temporaryFolder(), 'log');
  const server = await startGuarded({
    command: '/bin/sh',
    args: ['-c', script],
    env: { PATH: process.env['PATH'] },
    logFile,
    cwd: path.dirname(logFile),
    gentleSignal: 'TERM',
    hardSignal: 'KILL',
    graceMs,
  });
  onTestFinished(() => server.stop());
  return { server, log: () => readFile(logFile, 'utf8') };
};

describe('the guard', () => {
  test("passes on the code of a server that ends by itself, and writes the server's output to the log", async () => {
    const { server, log } = await startShell('echo out; echo err >&2; exit 7');

    expect(await server.exited).toEqual({ code: 7, signal: null });
    expect(await log()).toBe('out\nerr\n');
    expect(server.hasExited()).toBe(true);
  });

  test('reports a command that does not exist as code 127', async () => {
    const logFile = path.join(await temporaryFolder(), 'log');

    const server = await startGuarded({
      command: path.join(path.dirname(logFile), 'no-such-program'),
      args: [],
      env: {},
      logFile,
      cwd: path.dirname(logFile),
      gentleSignal: 'TERM',
      hardSignal: 'KILL',
      graceMs: 1_000,
    });

    expect(await server.exited).toEqual({ code: 127, signal: null });
  });

  test('hands arguments over as they are', async () => {
    const logFile = path.join(await temporaryFolder(), 'log');

    const server = await startGuarded({
      command: '/bin/sh',
      args: ['-c', 'printf "[%s]" "$@"', 'sh', 'two words', '', '$HOME', "it's"],
      env: { PATH: process.env['PATH'] },
      logFile,
      cwd: path.dirname(logFile),
      gentleSignal: 'TERM',
      hardSignal: 'KILL',
      graceMs: 1_000,
    });
    await server.exited;

    expect(await readFile(logFile, 'utf8')).toBe("[two words][][$HOME][it's]");
  });

  test('asks a server to stop and waits until it has', async () => {
    const { server, log } = await startShell(
      "trap 'echo stopping; exit 3' TERM; echo ready; while :; do sleep 0.05; done",
    );
    await eventually('the server is ready', async () => (await log()) === 'ready\n');

    await server.stop();

    expect(await server.exited).toEqual({ code: 3, signal: null });
    expect(await log()).toBe('ready\nstopping\n');
  });

  test('uses force on a server that does not stop within its grace', async () => {
    const { server, log } = await startShell("trap '' TERM; echo ready; while :; do sleep 0.05; done", 1_000);
    await eventually('the server is ready', async () => (await log()) === 'ready\n');

    await server.stop();

    expect(await server.exited).toEqual({ code: 137, signal: null });
    await eventually('the server is gone', async () => (await processIdentity(server.pid)) === undefined);
  });

  test('takes a second stop for the first', async () => {
    const { server } = await startShell('while :; do sleep 0.05; done');

    await Promise.all([server.stop(), server.stop()]);

    expect(server.hasExited()).toBe(true);
  });
});
