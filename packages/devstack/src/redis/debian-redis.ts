import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppError, NotFoundError } from '@sherpa/core';
import { cacheRoot } from './cache-root.ts';
import { refreshedPackages, systemPackages, type DebianPackages } from './debian-packages.ts';
import { unpackedRedis, type RedisBinary } from './find-redis.ts';

const run = promisify(execFile);

/** What Debian and Ubuntu call the server; the program's own libraries are found by its dependencies. */
const SETS = [
  ['redis-server', 'redis-tools'],
  ['valkey-server', 'valkey-tools'],
] as const;

/** Unpacks the distribution's Redis with the libraries this system lacks into the cache folder. */
export const unpackDebianRedis = async (options: {
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
}): Promise<RedisBinary> => {
  await assertDebian();
  const workDir = await mkdtemp(path.join(tmpdir(), 'sherpa-redis-'));
  const settings = { workDir, signal: AbortSignal.timeout(options.timeoutMs) };
  const root = cacheRoot(options.env);
  try {
    // Lists that are missing, or so old that the archive no longer has what they name, are fetched anew.
    return await unpackFrom(systemPackages(settings), root).catch(async () => {
      settings.signal.throwIfAborted();
      return unpackFrom(await refreshedPackages(settings), root);
    });
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
};

const assertDebian = async (): Promise<void> => {
  try {
    await Promise.all([access('/usr/bin/apt-get'), access('/usr/bin/dpkg')]);
  } catch (cause) {
    throw new NotFoundError('This is not a Debian or Ubuntu system.', { cause });
  }
};

const unpackFrom = async (packages: DebianPackages, root: string): Promise<RedisBinary> => {
  const wanted = await firstKnownSet(packages);
  const folder = path.join(root, `redis-${wanted.version}`);
  const aside = `${folder}.${randomUUID()}`;
  await mkdir(aside, { recursive: true, mode: 0o700 });
  try {
    await packages.unpack([...wanted.names, ...(await missingLibraries(packages, wanted.names))], aside);
    await assertRuns(await unpackedRedis(aside));
    // Another run may have been faster; then its folder is as good as ours.
    await rename(aside, folder).catch(() => undefined);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return assertRuns(await unpackedRedis(folder));
};

const firstKnownSet = async (
  packages: DebianPackages,
): Promise<{ readonly names: readonly string[]; readonly version: string }> => {
  for (const names of SETS) {
    const found = await packages.show(names[0]);
    const upstream = found === undefined ? undefined : /^(?:\d+:)?([\d.]+)/u.exec(found.version)?.[1];
    if (upstream !== undefined) return { names, version: upstream };
  }
  throw new NotFoundError('No package list has a redis-server or valkey-server, or none could be fetched.');
};

/** The library packages the given ones need, all the way down, as far as they are not on the system. */
const missingLibraries = async (packages: DebianPackages, of: readonly string[]): Promise<string[]> => {
  const missing = new Set<string>();
  const seen = new Set<string>();
  const queue = [...of];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const libraries = ((await packages.show(name))?.dependencies ?? []).filter((each) =>
      each.startsWith('lib'),
    );
    for (const library of libraries) {
      if (seen.has(library)) continue;
      seen.add(library);
      if (await packages.isInstalled(library)) continue;
      missing.add(library);
      queue.push(library);
    }
  }
  return [...missing];
};

const assertRuns = async (binary: RedisBinary | undefined): Promise<RedisBinary> => {
  if (binary === undefined) throw new AppError('The packages hold no server program.');
  await run(binary.command, ['--version'], {
    env: { LD_LIBRARY_PATH: binary.libraryPath },
    timeout: 10_000,
  });
  return binary;
};
