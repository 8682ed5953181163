import { homedir } from 'node:os';
import path from 'node:path';

/** Where downloaded servers are kept between runs. */
export const cacheRoot = (env: NodeJS.ProcessEnv): string => {
  const base = env['XDG_CACHE_HOME'] ?? '';
  return path.join(path.isAbsolute(base) ? base : path.join(homedir(), '.cache'), 'sherpa');
};
