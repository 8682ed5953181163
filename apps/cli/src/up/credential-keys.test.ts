import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialKeysConfig } from '@sherpa/config';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepCredentialKeys } from './credential-keys.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sherpa-keys-'));
});
afterEach(() => rm(home, { recursive: true }));

it('a folder keeps the key that was made at its first start, for its owner alone', async () => {
  const made = await keepCredentialKeys(home);
  expect(await keepCredentialKeys(home)).toBe(made);
  const { mode } = await stat(path.join(home, 'credential-keys'));
  expect(mode & 0o777).toBe(0o600);
});

it('every process takes it', async () => {
  const reading = credentialKeysConfig.read({ SHERPA_CREDENTIAL_KEYS: await keepCredentialKeys(home) });
  expect(reading).toMatchObject({ ok: true, value: { keys: [{ id: expect.stringMatching(/^home-/u) }] } });
});
