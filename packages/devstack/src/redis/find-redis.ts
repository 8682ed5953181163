import { access, constants, readdir } from 'node:fs/promises';
import path from 'node:path';
import { cacheRoot } from './cache-root.ts';

/** A Redis (or Valkey) server program and what it needs to run. */
export interface RedisBinary {
  readonly command: string;
  /** Set for a program that was unpacked beside its libraries instead of installed. */
  readonly libraryPath?: string;
  readonly source: 'path' | 'cache';
}

const NAMES = ['redis-server', 'valkey-server'] as const;

/** Looks on PATH, then among the servers unpacked into the cache folder earlier. Downloads nothing. */
export const findRedis = async (env: NodeJS.ProcessEnv = process.env): Promise<RedisBinary | undefined> =>
  (await findOnPath(env)) ?? (await findInCache(env));

const findOnPath = async (env: NodeJS.ProcessEnv): Promise<RedisBinary | undefined> => {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const command = await firstExecutable(
    NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
  );
  return command === undefined ? undefined : { command, source: 'path' };
};

const findInCache = async (env: NodeJS.ProcessEnv): Promise<RedisBinary | undefined> => {
  const root = cacheRoot(env);
  const byVersion = new Intl.Collator('en', { numeric: true });
  const unpacked = (await namesIn(root))
    .filter((name) => /^redis-[\d.]+$/u.test(name))
    .toSorted((a, b) => byVersion.compare(b, a));
  for (const name of unpacked) {
    const found = await unpackedRedis(path.join(root, name));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The server program in a folder into which distribution packages were unpacked. */
export const unpackedRedis = async (folder: string): Promise<RedisBinary | undefined> => {
  const command = await firstExecutable(NAMES.map((name) => path.join(folder, 'usr/bin', name)));
  if (command === undefined) return undefined;
  const roots = [path.join(folder, 'usr/lib'), path.join(folder, 'lib')];
  const folders = await Promise.all(
    roots.map(async (root) => (await namesIn(root)).map((name) => path.join(root, name))),
  );
  const libraries = folders.flat().filter((library) => library.includes('-linux-gnu'));
  return { command, libraryPath: libraries.join(path.delimiter), source: 'cache' };
};

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const firstExecutable = async (files: readonly string[]): Promise<string | undefined> => {
  for (const file of files) {
    const isExecutable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return file;
  }
  return undefined;
};
