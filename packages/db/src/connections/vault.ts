import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ConfigError } from '@sherpa/core';

/** A key of 256 bits, in base64, and the name by which a row says which one it was sealed with. */
export interface VaultKey {
  readonly id: string;
  readonly secret: string;
}

/** Text that only its key opens, and only in its place. */
export interface Sealed {
  readonly keyId: string;
  readonly bytes: Buffer;
}

/** Encrypts and decrypts with AES-256-GCM. */
export interface Vault {
  /** The key that seals; undefined where there is none. */
  readonly currentKeyId: string | undefined;
  /** Every key that opens. */
  readonly keyIds: readonly string[];
  /** Seals with the current key. What was sealed for one place does not open in another. */
  seal(text: string, place: string): Sealed;
  /** Throws `ConfigError` where the key is missing, or is not the one that sealed this, here. */
  open(sealed: Sealed, place: string): string;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The variable that the keys come from, to be told where one is missing. */
const VARIABLE = 'SHERPA_CREDENTIAL_KEYS';

/** Whoever runs this has to set something; the work goes on when that is done. */
const REST_MS = 60_000;

const fault = (message: string, problem: string, details: Readonly<Record<string, unknown>> = {}) =>
  new ConfigError(message, {
    retry: { afterMs: REST_MS, counted: false },
    details: { ...details, problems: [{ field: VARIABLE, problem }] },
  });

const missingKey = (keyId: string): ConfigError =>
  fault(
    'Credentials are encrypted with a key that this process was not given.',
    `does not hold the key ${keyId}, with which they are encrypted`,
    { keyId },
  );

const wrongKey = (keyId: string): ConfigError =>
  fault(
    'Credentials cannot be decrypted: the key is another one, or they belong to another connection.',
    `holds a key ${keyId}, which is not the one these credentials were encrypted with, or they were changed since`,
    { keyId },
  );

const noKey = (): ConfigError =>
  fault(
    'SHERPA_CREDENTIAL_KEYS is not set, so credentials can be neither kept nor read.',
    'is not set for this process',
  );

const toBytes = ({ id, secret }: VaultKey): Buffer => {
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length === KEY_BYTES) return bytes;
  throw fault('A key for credentials does not have 32 bytes.', `holds a key ${id} that is not of 32 bytes`);
};

const seal = (key: Buffer, text: string, place: string): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
};

const open = (key: Buffer, bytes: Buffer, place: string): string | undefined => {
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    // Node has one way to say that the tag does not fit; what it says may not leave here anyway.
    return undefined;
  }
};

/** A vault over these keys: the first seals, all of them open. */
export const makeVault = (keys: readonly VaultKey[]): Vault => {
  const bytesOf = new Map(keys.map((key) => [key.id, toBytes(key)]));
  const currentKeyId = keys[0]?.id;
  const current = currentKeyId === undefined ? undefined : bytesOf.get(currentKeyId);
  return {
    currentKeyId,
    keyIds: [...bytesOf.keys()],
    seal: (text, place) => {
      if (currentKeyId === undefined || current === undefined) throw noKey();
      return { keyId: currentKeyId, bytes: seal(current, text, place) };
    },
    open: ({ keyId, bytes }, place) => {
      if (current === undefined) throw noKey();
      const key = bytesOf.get(keyId);
      if (key === undefined) throw missingKey(keyId);
      const text = open(key, bytes, place);
      if (text === undefined) throw wrongKey(keyId);
      return text;
    },
  };
};
