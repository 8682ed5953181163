import type { Connection } from '@sherpa/api';
import { describe, expect, it } from 'vitest';
import { toAddedLines, toCheckLines, toConnectionDetails, toRotationLines } from './connection-details.ts';

const at = '2026-01-01T00:00:00.000Z';
const now = new Date('2026-01-01T00:05:00.000Z');

const connection: Connection = {
  id: '01919191-9191-7191-8191-919191919191',
  vendor: 'hubspot',
  name: 'main',
  account: null,
  status: 'unauthorized',
  statusReason: 'The vendor refused the credentials.',
  origin: 'api',
  settings: {},
  secrets: [{ name: 'accessToken', fingerprint: '…beef#01234567', addedAt: at }],
  keyId: 'k1',
  credentialsChangedAt: at,
  checkedAt: null,
  lastUsedAt: null,
  createdAt: at,
  updatedAt: at,
};

describe('a connection in lines', () => {
  it('tells its status with its reason and its secrets by their fingerprints', () => {
    const text = toConnectionDetails(connection, now).join('\n');
    expect(text).toContain('unauthorized: The vendor refused the credentials.');
    expect(text).toMatch(/accessToken *…beef#01234567/u);
    expect(text).not.toContain('checked');
  });
});

describe('a check in lines', () => {
  const asked = { connection, latencyMs: 12, error: null };

  it('tells whose account it is and what may be done there', () => {
    const account = { id: '4711', name: null, scopes: ['contacts.read', 'owners.read'] };
    expect(toCheckLines({ ...asked, ok: true, account })).toEqual([
      'hubspot main opens account 4711, answered in 12 ms.',
      'It may: contacts.read owners.read',
    ]);
  });

  it('of a new one tells at once that it is kept, is not usable yet, and what to do', () => {
    const error = { code: 'integration_unauthorized', message: 'The vendor refused our credentials.' };
    const [first, second, ...rest] = toAddedLines({ ...asked, ok: false, account: null, error });
    expect(first).toBe(
      `${connection.id} is kept as hubspot main and is not usable yet: The vendor refused our credentials. (integration_unauthorized)`,
    );
    expect(second).toContain(`connections secret ${connection.id}`);
    expect(rest).toEqual([]);
    const account = { id: '4711', name: null, scopes: null };
    expect(toAddedLines({ ...asked, ok: true, account })).toEqual([
      `${connection.id} connects to hubspot as main.`,
      'hubspot main opens account 4711, answered in 12 ms.',
    ]);
  });

  it('tells why it is not usable', () => {
    const error = { code: 'integration_unauthorized', message: 'The vendor refused our credentials.' };
    expect(toCheckLines({ ...asked, ok: false, account: null, error })).toEqual([
      'hubspot main is not usable: The vendor refused our credentials. (integration_unauthorized)',
    ]);
  });
});

describe('a rotation in lines', () => {
  it('tells what was done, what is left and what may go', () => {
    const lines = toRotationLines({
      currentKeyId: 'k2',
      reencrypted: 1,
      unreadable: [],
      keys: [{ keyId: 'k2', connections: 3 }],
      droppableKeyIds: ['k1'],
    });
    expect(lines).toEqual([
      'Encrypted 1 connection with the key k2.',
      '  k2  3 connections',
      'May be removed from SHERPA_CREDENTIAL_KEYS now: k1',
    ]);
  });

  it('names what could not be decrypted', () => {
    const lines = toRotationLines({
      currentKeyId: 'k2',
      reencrypted: 0,
      unreadable: [connection.id],
      keys: [{ keyId: 'k0', connections: 1 }],
      droppableKeyIds: [],
    });
    expect(lines.at(-1)).toContain(connection.id);
  });
});
