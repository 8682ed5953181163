import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConflictError, DatabaseError } from '@sherpa/core';
import { startGuarded } from '../guard/start-guarded.ts';
import { logTail } from '../process/log-tail.ts';
import type { PostgresBinaries } from './binaries.ts';
import { handOver, type Owner, type RunAs } from './server-user.ts';

/** What lies in the folder that `startPostgres` is given. */
export interface DataFolder {
  readonly root: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly logFile: string;
}

/** Creates the folder for the server's user alone. The path is made canonical: a left-over server is known by it. */
export const openDataFolder = async (dataDir: string, owner: Owner | undefined): Promise<DataFolder> => {
  // Not in one go: the folders above keep their usual mode, so that the server's user can pass.
  await mkdir(path.dirname(dataDir), { recursive: true });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const root = await realpath(dataDir);
  await handOver(owner, root);
  return {
    root,
    cluster: path.join(root, 'cluster'),
    passwordFile: path.join(root, 'password'),
    logFile: path.join(root, 'server.log'),
  };
};

interface ClusterDeps {
  readonly binaries: PostgresBinaries;
  readonly owner: Owner | undefined;
  readonly asUser: RunAs;
  readonly durable: boolean;
  readonly temporary: boolean;
}

/** Makes sure there is a database cluster of this major version, and answers its password. */
export const prepareCluster = async (folder: DataFolder, deps: ClusterDeps): Promise<string> => {
  const major = await readFile(path.join(folder.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (major === undefined) return createCluster(folder, deps);
  if (major.trim() !== deps.binaries.major) {
    throw new ConflictError(
      'The data was written by another major version of PostgreSQL. Move the folder away to start afresh, or dump and restore it.',
      { details: { folder: folder.cluster, dataVersion: major.trim(), serverVersion: deps.binaries.major } },
    );
  }
  return readPassword(folder);
};

const readPassword = async (folder: DataFolder): Promise<string> => {
  try {
    return (await readFile(folder.passwordFile, 'utf8')).trim();
  } catch (cause) {
    throw new DatabaseError(
      'The password of the embedded PostgreSQL is gone. Restore it or move the data away.',
      {
        details: { file: folder.passwordFile },
        cause,
      },
    );
  }
};

const createCluster = async (folder: DataFolder, deps: ClusterDeps): Promise<string> => {
  // Renamed when whole, so that a starter killed half-way leaves nothing that looks like a cluster. The name is
  // not used twice: an initdb that was told to stop removes its folder, even when that is another's by then.
  await removeUnfinished(folder);
  const unfinished = path.join(folder.root, `${UNFINISHED}${randomUUID()}`);
  const password = randomBytes(24).toString('base64url');
  await writeFile(folder.passwordFile, `${password}\n`, { mode: 0o600 });
  await handOver(deps.owner, folder.passwordFile);
  const settings = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${folder.passwordFile}`];
  const sync = deps.durable ? [] : ['--no-sync'];
  const initdb = await startGuarded({
    ...deps.asUser(deps.binaries.initdb, [
      '-D',
      unfinished,
      '--no-instructions',
      ...settings,
      ...access,
      ...sync,
    ]),
    env: postgresEnv(),
    cwd: folder.root,
    logFile: folder.logFile,
    gentleSignal: 'TERM',
    hardSignal: 'KILL',
    graceMs: 2_000,
    ...(deps.temporary ? { removeAfter: folder.root } : {}),
  });
  const { code } = await initdb.exited;
  if (code !== 0) {
    throw new DatabaseError('The embedded PostgreSQL could not create its data folder. Its log says why.', {
      details: { folder: folder.root, log: await logTail(folder.logFile) },
    });
  }
  await rename(unfinished, folder.cluster);
  return password;
};

const UNFINISHED = 'unfinished-';

const removeUnfinished = async (folder: DataFolder): Promise<void> => {
  const names = (await readdir(folder.root)).filter((name) => name.startsWith(UNFINISHED));
  const options = { recursive: true, force: true, maxRetries: 5 };
  await Promise.all(names.map((name) => rm(path.join(folder.root, name), options)));
};

/** The starter's PG* variables and locale must not reach the server. */
export const postgresEnv = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });
