import { access, constants, readdir } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig, logConfig, type Environment } from '@sherpa/config';
import { readFileIfAny } from '../state/private-file.ts';
import { green, red, type Check } from './check.ts';
import { errorsSince } from './errors-since.ts';

const canWrite = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );

const readErrors = async (folder: string, since: Date) => {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const read = await Promise.all(
    folders.map(async (name) =>
      errorsSince((await readFileIfAny(path.join(folder, name, 'error.log'))) ?? '', since).map(
        (message) => ({
          name,
          message,
        }),
      ),
    ),
  );
  return read.flat();
};

/** Whether logs can be written, and hold no error since the moment. */
export const checkLogs = (
  env: Environment,
  since: { readonly moment: Date; readonly words: string },
): Check => ({
  item: 7,
  title: 'logs show a good start',
  run: async () => {
    const { dir } = loadConfig({ log: logConfig }, env).log;
    if (dir === undefined) return green('to the console only, since LOG_DIR is not set');
    if (!(await canWrite(dir))) {
      return red(`${dir} cannot be written to`, 'Make the folder, and let the processes’ user write to it.');
    }
    const errors = await readErrors(dir, since.moment);
    const last = errors.at(-1);
    if (last === undefined) return green(`no error ${since.words} in ${dir}`);
    return red(
      `${errors.length} ${errors.length === 1 ? 'error' : 'errors'} ${since.words}, the last of ${last.name}: ${last.message}`,
      `Read ${path.join(dir, last.name, 'error.log')}`,
    );
  },
});
