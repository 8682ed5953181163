import { randomBytes } from 'node:crypto';
import { ConfigError } from '@sherpa/core';
import { describe, expect, test } from 'vitest';
import { makeVault, type VaultKey } from './vault.ts';

const key = (id: string): VaultKey => ({ id, secret: randomBytes(32).toString('base64') });

const [first, second] = [key('2026-01'), key('2026-02')];
const SECRET = 'sk_test_hunter2';

const errorOf = (work: () => unknown): ConfigError => {
  try {
    work();
  } catch (err) {
    if (err instanceof ConfigError) return err;
    throw err;
  }
  throw new Error('Nothing was thrown.');
};

describe('a vault', () => {
  test('opens what it sealed, in its place', () => {
    const vault = makeVault([first]);
    const sealed = vault.seal(SECRET, 'here');
    expect(sealed.keyId).toBe('2026-01');
    expect(vault.open(sealed, 'here')).toBe(SECRET);
    expect(sealed.bytes.toString('latin1')).not.toContain('hunter2');
  });

  test('seals the same text differently every time', () => {
    const vault = makeVault([first]);
    const nonces = Array.from({ length: 100 }, () => vault.seal(SECRET, 'here').bytes.toString('hex'));
    expect(new Set(nonces).size).toBe(100);
  });

  test('refuses what was moved to another place', () => {
    const vault = makeVault([first]);
    const sealed = vault.seal(SECRET, 'here');
    expect(errorOf(() => vault.open(sealed, 'there')).details).toMatchObject({ keyId: '2026-01' });
  });

  test('refuses what was changed by a single bit, wherever', () => {
    const vault = makeVault([first]);
    const { keyId, bytes } = vault.seal(SECRET, 'here');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => vault.open({ keyId, bytes: changed }, 'here'), `byte ${index}`).toThrow(ConfigError);
    }
    expect(() => vault.open({ keyId, bytes: bytes.subarray(0, 20) }, 'here')).toThrow(ConfigError);
  });

  test('opens with old keys and seals with the newest', () => {
    const old = makeVault([first]).seal(SECRET, 'here');
    const vault = makeVault([second, first]);
    expect(vault.open(old, 'here')).toBe(SECRET);
    expect(vault.seal(SECRET, 'here').keyId).toBe('2026-02');
  });

  test('says which key is missing, and that the work may go on later', () => {
    const error = errorOf(() => makeVault([second]).open(makeVault([first]).seal(SECRET, 'here'), 'here'));
    expect(error.details).toEqual({
      keyId: '2026-01',
      problems: [
        {
          field: 'SHERPA_CREDENTIAL_KEYS',
          problem: 'does not hold the key 2026-01, with which they are encrypted',
        },
      ],
    });
    expect(error.retry).toEqual({ afterMs: 60_000, counted: false });
  });

  test('is not taken in by another key of the same name', () => {
    const sealed = makeVault([first]).seal(SECRET, 'here');
    const error = errorOf(() => makeVault([key('2026-01')]).open(sealed, 'here'));
    expect(error.message).toContain('cannot be decrypted');
    expect(JSON.stringify([error.message, error.stack, error.details, error.cause])).not.toContain('hunter2');
  });

  test('without keys says what to set', () => {
    const vault = makeVault([]);
    expect(vault.currentKeyId).toBeUndefined();
    expect(errorOf(() => vault.seal(SECRET, 'here')).message).toContain('SHERPA_CREDENTIAL_KEYS is not set');
    const sealed = makeVault([first]).seal(SECRET, 'here');
    expect(errorOf(() => vault.open(sealed, 'here')).message).toContain('is not set');
  });

  test('takes no key of another length', () => {
    expect(() => makeVault([{ id: 'short', secret: 'aHVudGVyMg==' }])).toThrow(/32 bytes/u);
  });
});
