import { z } from 'zod';
import { defineFragment } from '../fragment.ts';

/** A name, and 32 bytes in base64 of either alphabet. */
const PAIR = /^(?<id>[A-Za-z0-9][\w.-]{0,39}):(?<secret>[A-Za-z0-9+/_-]{43}=?)$/u;

const MUST =
  'must be id:key, or several with commas between them; a key is 32 bytes in base64, an id letters, digits, dots or dashes';

/** Names repeated or a text that is no pair make the whole of it unusable. */
const parsePairs = (text: string) => {
  const pairs = text.split(',').map((pair) => PAIR.exec(pair.trim())?.groups);
  const keys = pairs.flatMap((groups) => {
    const { id, secret } = groups ?? {};
    return id === undefined || secret === undefined ? [] : [{ id, secret }];
  });
  const areWhole = keys.length === pairs.length && new Set(keys.map(({ id }) => id)).size === keys.length;
  return areWhole ? keys : undefined;
};

/** The variable of the keys that credentials are encrypted with; none when unset. */
export const credentialKeysVariable = {
  SHERPA_CREDENTIAL_KEYS: z
    .string()
    .transform((text, context) => {
      const keys = parsePairs(text);
      if (keys !== undefined) return keys;
      context.addIssue({ code: 'custom', message: MUST });
      return z.NEVER;
    })
    .optional(),
};

/** What to tell about the keys. */
export const credentialKeysHint = {
  SHERPA_CREDENTIAL_KEYS: {
    set: 'a name and a key for the credentials of connections; to rotate, put the new one before the old one',
    example: '2026-01:<the output of `openssl rand -base64 32`>',
  },
};

/** The keys that credentials are encrypted with: the first encrypts, all decrypt. Needed where credentials are. */
export const credentialKeysConfig = defineFragment({
  variables: credentialKeysVariable,
  hints: credentialKeysHint,
  toConfig: (values) => ({ keys: values.SHERPA_CREDENTIAL_KEYS ?? [] }),
});
