import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '@sherpa/core';

type Vendors = 'sandbox' | 'real';

const FILE = 'vendors';

const told = async (file: string): Promise<string | undefined> => {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return undefined;
    throw err;
  }
};

/**
 * Remembers whose customers a data folder holds. Throws `ConfigError` where it was filled by the
 * sandbox and real vendors would come next, or the other way: invented customers and real ones must
 * not end up in one list, nor a cursor of the one be used with the other.
 */
export const keepVendors = async (home: string, vendors: Vendors): Promise<void> => {
  const file = path.join(home, FILE);
  const before = await told(file);
  if (before === vendors) return;
  if (before === undefined) return writeFile(file, `${vendors}\n`);
  throw new ConfigError(
    before === 'sandbox'
      ? 'The data folder holds the invented customers of the sandbox; real vendors need a folder of their own.'
      : 'The data folder holds real customers; the sandbox needs a folder of its own.',
    { details: { advice: 'Name another folder, for example SHERPA_HOME=.sherpa-live npx pnpm start.' } },
  );
};
