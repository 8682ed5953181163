import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findRunningFleet,
  readFleetState,
  removeFleetState,
  stateFileOf,
  writeFleetState,
} from './fleet-state.ts';

const state = {
  pid: process.pid,
  startedAt: '2026-01-02T03:04:05.000Z',
  gatewayUrl: 'http://127.0.0.1:4000',
  apiKey: 'secret',
  databaseUrl: 'postgres://127.0.0.1:4020/sherpa',
  queueUrl: 'postgres://127.0.0.1:4020/sherpa',
  sandboxUrl: null,
  logsDir: '/logs',
  processes: [{ name: 'gateway', pid: 12 }],
  vendors: {},
};

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sherpa-state-'));
});
afterEach(async () => {
  await rm(home, { recursive: true });
});

describe('the state of a fleet', () => {
  it('is kept for its owner alone', async () => {
    await writeFleetState(home, state);
    expect((await stat(stateFileOf(home))).mode & 0o777).toBe(0o600);
    expect(await findRunningFleet(home)).toEqual(state);
  });

  it('is of no fleet that runs once its supervisor is gone', async () => {
    await writeFleetState(home, { ...state, pid: 2 ** 30 });
    expect(await findRunningFleet(home)).toBeUndefined();
  });

  it('is nothing where there is none, or nothing readable', async () => {
    expect(await readFleetState(home)).toBeUndefined();
    await writeFile(stateFileOf(home), '{"pid":');
    expect(await readFleetState(home)).toBeUndefined();
    await removeFleetState(home);
    expect(await readFleetState(home)).toBeUndefined();
  });
});
