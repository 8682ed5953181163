import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { readFileIfAny, writePrivateFile } from '../state/private-file.ts';

/** The key that was made for this folder at its first start. */
export const keepApiKey = async (home: string): Promise<string> => {
  const file = path.join(home, 'api-key');
  const kept = (await readFileIfAny(file))?.trim();
  if (kept !== undefined && kept !== '') return kept;
  const made = `sherpa_${randomBytes(24).toString('base64url')}`;
  await writePrivateFile(file, `${made}\n`);
  return made;
};
