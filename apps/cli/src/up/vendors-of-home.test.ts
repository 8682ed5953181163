import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError } from '@sherpa/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepVendors } from './vendors-of-home.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sherpa-vendors-'));
});
afterEach(() => rm(home, { recursive: true }));

it('a folder goes on with the vendors that filled it', async () => {
  await keepVendors(home, 'sandbox');
  await expect(keepVendors(home, 'sandbox')).resolves.toBeUndefined();
});

it('a folder of the sandbox takes no real customers, and the other way', async () => {
  await keepVendors(home, 'sandbox');
  await expect(keepVendors(home, 'real')).rejects.toBeInstanceOf(ConfigError);
  const other = await mkdtemp(path.join(home, 'real-'));
  await keepVendors(other, 'real');
  await expect(keepVendors(other, 'sandbox')).rejects.toThrow(/holds real customers/u);
});
