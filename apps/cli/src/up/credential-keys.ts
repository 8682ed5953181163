import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { readFileIfAny, writePrivateFile } from '../state/private-file.ts';

const KEY_BYTES = 32;

/**
 * The keys for credentials that were made for this folder at its first start, as SHERPA_CREDENTIAL_KEYS has
 * them. Without this file the credentials in the folder's database are lost.
 */
export const keepCredentialKeys = async (home: string): Promise<string> => {
  const file = path.join(home, 'credential-keys');
  const kept = (await readFileIfAny(file))?.trim();
  if (kept !== undefined && kept !== '') return kept;
  const made = `home-${randomBytes(2).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}`;
  await writePrivateFile(file, `${made}\n`);
  return made;
};
