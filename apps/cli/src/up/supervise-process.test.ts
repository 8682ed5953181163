import type { ManagedProcess, ProcessExit } from '@sherpa/devstack';
import { describe, expect, it } from 'vitest';
import { superviseProcess, type ProcessEvent } from './supervise-process.ts';

const KILLED: ProcessExit = { code: null, signal: 'SIGKILL' };

const makeFakeProcess = (pid: number) => {
  const exited = Promise.withResolvers<ProcessExit>();
  const ready = Promise.withResolvers<true>();
  const deadlines: number[] = [];
  const managed: ManagedProcess<true> = {
    name: 'worker-sales',
    pid,
    ready: ready.promise,
    exited: exited.promise,
    hasExited: () => false,
    stop: async (deadlineMs) => {
      deadlines.push(deadlineMs);
      exited.resolve({ code: 0, signal: null });
      return exited.promise;
    },
  };
  return { managed, deadlines, becomeReady: () => ready.resolve(true), die: () => exited.resolve(KILLED) };
};

const setUp = () => {
  const processes: ReturnType<typeof makeFakeProcess>[] = [];
  const events: ProcessEvent[] = [];
  const supervised = superviseProcess({
    name: 'worker-sales',
    spawn: () => {
      const fake = makeFakeProcess(100 + processes.length);
      processes.push(fake);
      return fake.managed;
    },
    onEvent: (event) => events.push(event),
    rest: async () => undefined,
  });
  const spawned = async (count: number) => {
    while (processes.length < count) await new Promise(setImmediate);
    return processes[count - 1]!;
  };
  return { supervised, spawned, events, processes };
};

describe('superviseProcess', () => {
  it('starts a process that was killed again, and tells of both', async () => {
    const { supervised, spawned, events } = setUp();
    (await spawned(1)).becomeReady();
    expect(await supervised.settled).toBe('ready');
    (await spawned(1)).die();
    (await spawned(2)).becomeReady();
    while (events.length < 3) await new Promise(setImmediate);
    expect(events).toEqual([
      { kind: 'ready', pid: 100, isRestart: false },
      { kind: 'died', pid: 100, exit: KILLED, restartInMs: 500 },
      { kind: 'ready', pid: 101, isRestart: true },
    ]);
    expect(supervised.pid()).toBe(101);
    await supervised.stop(1_000);
  });

  it('gives up a process that dies again and again', async () => {
    const { supervised, spawned, events, processes } = setUp();
    for (const life of [1, 2, 3, 4, 5]) (await spawned(life)).die();
    expect(await supervised.settled).toBe('gave-up');
    expect(events.at(-1)).toEqual({ kind: 'gave-up', exit: KILLED });
    expect(processes).toHaveLength(5);
  });

  it('does not start a process again that it was asked to stop', async () => {
    const { supervised, spawned, events, processes } = setUp();
    const only = await spawned(1);
    await supervised.stop(7_000);
    expect(only.deadlines).toEqual([7_000]);
    expect(processes).toHaveLength(1);
    expect(events).toEqual([]);
    expect(await supervised.settled).toBe('stopped');
  });
});
