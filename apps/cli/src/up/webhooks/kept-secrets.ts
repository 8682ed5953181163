import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { readFileIfAny, writePrivateFile } from '../../state/private-file.ts';

const keptSchema = z.object({
  hubspot: z.string(),
  stripe: z.string(),
  /** Notion makes its own, and hands it over once. */
  notion: z.string().optional(),
});

/** What signs the webhooks of the folder's sandbox. */
export type KeptSecrets = z.infer<typeof keptSchema>;

const SECRET_BYTES = 24;

const fileOf = (home: string): string => path.join(home, 'webhook-secrets');

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

const readKept = async (home: string): Promise<KeptSecrets | undefined> => {
  const text = await readFileIfAny(fileOf(home));
  return text === undefined ? undefined : keptSchema.parse(JSON.parse(text));
};

/** Writes them down for the next start. */
export const writeSecrets = (home: string, secrets: KeptSecrets): Promise<void> =>
  writePrivateFile(fileOf(home), `${JSON.stringify(secrets)}\n`);

/** Those of this folder: made at its first start, the same ever after. */
export const keepSecrets = async (home: string): Promise<KeptSecrets> => {
  const kept = await readKept(home);
  if (kept !== undefined) return kept;
  const made = { hubspot: newSecret(), stripe: `whsec_${newSecret()}` };
  await writeSecrets(home, made);
  return made;
};
