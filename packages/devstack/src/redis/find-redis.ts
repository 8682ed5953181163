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

/** The first server program on PATH. */
export const findOnPath = async (env: NodeJS.ProcessEnv): Promise<RedisBinary | undefined> => {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  for (const command of candidates) {
    if (await isExecutable(command)) return { command, source: 'path' };
  }
  return undefined;
};

/** The newest server program in the cache folder. */
export const findInCache = async (env: NodeJS.ProcessEnv): Promise<RedisBinary | undefined> => {
  const root = cacheRoot(env);
  const entries = await readdir(root).catch((): string[] => []);
  const unpacked = entries
    .filter((entry) => /^redis-\d/u.test(entry))
    .toSorted()
    .toReversed();
  for (const entry of unpacked) {
    const found = unpackedRedis(path.join(root, entry));
    if (await isExecutable(found.command)) return found;
  }
  return undefined;
};

/** The server program inside an unpacked Debian package and its dependencies. */
export const unpackedRedis = (folder: string): RedisBinary & { readonly libraryPath: string } => {
  const architectures = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' } as const;
  const triplet = process.arch === 'arm64' ? architectures.arm64 : architectures.x64;
  const libraries = [path.join(folder, 'usr/lib', triplet), path.join(folder, 'lib', triplet)];
  return {
    command: path.join(folder, 'usr/bin/redis-server'),
    libraryPath: libraries.join(path.delimiter),
    source: 'cache',
  };
};

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
