import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, describe, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { lockFolder } from './starter-lock.ts';

describe('the lock of a folder', () => {
  test('is held by one at a time and can be taken again once released', async () => {
    const folder = await temporaryFolder();
    const first = await lockFolder(folder);

    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'conflict',
      details: { pid: process.pid },
    });
    await first.release();
    const second = await lockFolder(folder);
    await second.release();

    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['of a process that is no more', '{"pid":2147483646,"identity":"x"}'],
    ['of an earlier process with the number of a living one', `{"pid":${process.pid},"identity":"earlier"}`],
    ['that is not ours to read', 'half a li'],
  ])('is void when it is one %s', async (_, content) => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'starter.json'), content);

    const lock = await lockFolder(folder);
    await lock.release();

    expect(await readdir(folder)).toEqual([]);
  });

  test('goes to exactly one of many who find the same void lock', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'starter.json'), '{"pid":2147483646,"identity":"x"}');

    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));

    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
