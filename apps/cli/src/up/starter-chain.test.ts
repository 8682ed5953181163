import { describe, expect, it } from 'vitest';
import { findStarterChain, isChainBroken, readProcess, type ProcessFacts } from './starter-chain.ts';

const underNpx = new Map<number, ProcessFacts>([
  [60, { ppid: 50, command: 'node apps/cli/src/main.ts up' }],
  [50, { ppid: 40, command: 'sh -c node apps/cli/src/main.ts up' }],
  [40, { ppid: 30, command: '/home/me/.npm/_npx/1/node_modules/.bin/pnpm start' }],
  [30, { ppid: 20, command: 'sh -c pnpm "start"' }],
  [20, { ppid: 10, command: 'npm exec pnpm start' }],
  [10, { ppid: 1, command: '-bash' }],
]);

const readerOf = (processes: ReadonlyMap<number, ProcessFacts>) => async (pid: number) => processes.get(pid);

describe('findStarterChain', () => {
  it('ends below the package manager that was called first', async () => {
    const chain = await findStarterChain(readerOf(underNpx), 60);
    expect(chain.map(({ pid }) => pid)).toEqual([60, 50, 40, 30]);
  });

  it('is empty where no package manager is in between', async () => {
    const direct = new Map([
      [60, { ppid: 10, command: 'node apps/cli/src/main.ts up' }],
      [10, { ppid: 1, command: '-bash' }],
    ]);
    expect(await findStarterChain(readerOf(direct), 60)).toEqual([]);
  });
});

describe('isChainBroken', () => {
  it('sees that a package manager has gone from the middle', async () => {
    const chain = await findStarterChain(readerOf(underNpx), 60);
    expect(await isChainBroken(readerOf(underNpx), chain)).toBe(false);
    const orphaned = new Map(underNpx).set(30, { ppid: 1, command: 'sh -c pnpm "start"' });
    expect(await isChainBroken(readerOf(orphaned), chain)).toBe(true);
  });
});

describe('readProcess', () => {
  it('knows this very process and none that is not there', async () => {
    expect((await readProcess(process.pid))?.ppid).toBe(process.ppid);
    expect(await readProcess(2 ** 30)).toBeUndefined();
  });
});
