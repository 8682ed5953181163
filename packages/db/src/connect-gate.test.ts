import { describe, expect, it } from 'vitest';
import { makeConnectGate } from './connect-gate.ts';

/** A server that can be away, the tries that it has seen, and the rests before them. */
const makeWorld = () => {
  const seen = { tries: 0, rests: [] as number[] };
  let isThere = false;
  let nowMs = 0;
  const gate = makeConnectGate({
    sleep: async (ms) => {
      seen.rests.push(ms);
      nowMs += ms;
    },
    now: () => nowMs,
    random: () => 1,
  });
  const open = () =>
    gate.open(async () => {
      seen.tries += 1;
      // An answer takes a turn of the loop.
      await Promise.resolve();
      if (!isThere) throw new Error('refused');
    });
  const ask = () => gate.pass(open);
  return {
    seen,
    return: () => {
      isThere = true;
    },
    wait: (ms: number) => {
      nowMs += ms;
    },
    open,
    ask,
    /** So many at once; answers with how many got through. */
    askAll: async (count: number): Promise<number> => {
      const all = await Promise.allSettled(Array.from({ length: count }, ask));
      return all.filter(({ status }) => status === 'fulfilled').length;
    },
  };
};

describe('the gate of new connections', () => {
  it('lets everybody pass at once while the server is there', async () => {
    const world = makeWorld();
    world.return();
    expect(await world.askAll(100)).toBe(100);
    expect(world.seen).toEqual({ tries: 100, rests: [] });
  });

  it('lets one try for all when it is gone, after longer and longer rests up to two seconds', async () => {
    const world = makeWorld();
    await expect(world.ask()).rejects.toThrow('refused');
    for (let round = 0; round < 7; round += 1) expect(await world.askAll(1_000)).toBe(0);
    expect(world.seen.tries).toBe(8);
    expect(world.seen.rests).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  });

  it('counts those that set out together as one failure', async () => {
    const world = makeWorld();
    expect(await world.askAll(10)).toBe(0);
    expect(await world.askAll(10)).toBe(0);
    expect(world.seen).toEqual({ tries: 11, rests: [100] });
  });

  it('fails at once what a pool tries of itself before the next try is due', async () => {
    const world = makeWorld();
    await world.ask().catch(() => undefined);
    await expect(world.open()).rejects.toThrow('refused');
    expect(world.seen).toEqual({ tries: 1, rests: [] });
  });

  it('lets all through with the first that succeeds, and forgets that it was gone', async () => {
    const world = makeWorld();
    for (let round = 0; round < 4; round += 1) await world.askAll(1);
    world.return();
    expect(await world.askAll(50)).toBe(50);
    expect(await world.askAll(50)).toBe(50);
    expect(world.seen.rests).toEqual([100, 200, 400, 800]);
  });

  it('does not have who comes later wait for what is over', async () => {
    const world = makeWorld();
    await world.askAll(1);
    world.wait(60_000);
    world.return();
    await world.ask();
    expect(world.seen.rests).toEqual([]);
  });
});
