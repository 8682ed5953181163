import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '@sherpa/core';

const run = promisify(execFile);

/** Another user than the starter, for Postgres refuses to run as root. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A command line, and the ids to start it with where those are not part of the line. */
export interface UserCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Turns a server's command line into one that runs as the server's user. */
export type RunAs = (command: string, args: readonly string[]) => UserCommand;

const NOBODY = 65_534;

/**
 * Undefined: the starter itself. For root the one who owns the surroundings of the data, or nobody. A user of a
 * mounted folder may have no name here, and initdb asks for one.
 */
export const ownerFor = async (dataDir: string): Promise<Owner | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = await nearestExisting(path.resolve(dataDir));
  return uid === 0 || !(await hasName(uid)) ? { uid: NOBODY, gid: NOBODY } : { uid, gid };
};

/** Gives the paths to the server's user when that is another one than ours. */
export const handOver = async (owner: Owner | undefined, ...paths: readonly string[]): Promise<void> => {
  if (owner === undefined) return;
  await Promise.all(paths.map((each) => chown(each, owner.uid, owner.gid)));
};

/** How commands are run as the owner so that it reaches both the program and the data. */
export const runAs = async (
  owner: Owner | undefined,
  needs: { readonly program: string; readonly dataDir: string },
): Promise<RunAs> => {
  if (owner === undefined) return (command, args) => ({ command, args });
  const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const ways: RunAs[] = [
    withSetpriv(ids),
    (command, args) => ({ command, args, ...owner }),
    withSetpriv([...ids, ...REACH_ALL]),
  ];
  for (const way of ways) {
    if (await canReach(way, needs)) return way;
  }
  throw new ConfigError(
    'Postgres does not run as root, and the user it would run as cannot reach its files. Start Sherpa as another user, or from a folder others may enter.',
    { details: { ...owner, ...needs } },
  );
};

/**
 * Root's checkout may lie below folders that only root may enter. The secure bit is for access(2), which else
 * judges a user who is not root without its capabilities; initdb looks for its fellow programs with it.
 */
const REACH_ALL = [
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
  '--securebits=+no_setuid_fixup',
];

const withSetpriv =
  (options: readonly string[]): RunAs =>
  (command, args) => ({ command: 'setpriv', args: [...options, command, ...args] });

const canReach = async (
  way: RunAs,
  needs: { readonly program: string; readonly dataDir: string },
): Promise<boolean> => {
  const check = ['-c', '[ -x "$1" ] && [ -w "$2" ]', 'sh', needs.program, needs.dataDir];
  const { command, args, ...ids } = way('/bin/sh', check);
  return run(command, args, { ...ids, cwd: '/' }).then(
    () => true,
    () => false,
  );
};

const hasName = (uid: number): Promise<boolean> =>
  run('id', ['-un', String(uid)]).then(
    () => true,
    () => false,
  );

const nearestExisting = async (folder: string): Promise<Owner> => {
  const found = await stat(folder).catch(() => undefined);
  return found ?? nearestExisting(path.dirname(folder));
};
