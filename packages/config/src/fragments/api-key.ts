import type { Environment, Mode } from '../environment.ts';
import type { EnvironmentProblem } from '../fragment.ts';
import { text } from '../variables.ts';

/** Known to everyone, so that a bare machine works; too short for production, and not for an open host. */
const DEVELOPMENT_API_KEY = 'sherpa-development';

/** 24 characters of base64 hold 144 bits: no one guesses them. */
const SHORTEST_KEY = 24;

/** The variable of the key, the development key when unset. */
export const apiKeyVariable = { SHERPA_API_KEY: text().default(DEVELOPMENT_API_KEY) };

/** What to tell about the key. */
export const apiKeyHint = {
  SHERPA_API_KEY: {
    set: `the secret that callers of the gateway send, ${SHORTEST_KEY} characters or more`,
    example: 'the output of `openssl rand -base64 24`',
  },
};

/** Production needs a key of its own that cannot be guessed. */
export const checkApiKey = (env: Environment, mode: Mode): readonly EnvironmentProblem[] => {
  if (mode !== 'production') return [];
  const key = env['SHERPA_API_KEY'];
  if (key === undefined) return [{ variable: 'SHERPA_API_KEY', problem: 'is not set' }];
  if (key.length >= SHORTEST_KEY) return [];
  return [{ variable: 'SHERPA_API_KEY', problem: `is shorter than ${SHORTEST_KEY} characters` }];
};
