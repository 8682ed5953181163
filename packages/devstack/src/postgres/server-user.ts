import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How a server's command line is run so that Postgres, which refuses root, accepts its user. */
export interface ServerUser {
  /** Set when files have to be handed over to the server's user. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  wrap(
    command: string,
    args: readonly string[],
  ): { command: string; args: readonly string[]; uid?: number; gid?: number };
}

const NOBODY = 65_534;

/** The starter's own user; for root, the user who owns the surroundings of the data, or nobody. */
export const serverUserFor = async (dataDir: string): Promise<ServerUser> => {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => ({ command, args }) };
  const owner = await ownerOfNearest(dataDir);
  const setpriv = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    // Root's checkout may lie below folders that only root may enter.
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  const hasSetpriv = await run('setpriv', [...setpriv, 'true']).then(
    () => true,
    () => false,
  );
  return {
    owner,
    wrap: (command, args) =>
      hasSetpriv ? { command: 'setpriv', args: [...setpriv, command, ...args] } : { command, args, ...owner },
  };
};

/** Gives the paths to the server's user when that is another one than ours. */
export const handOver = async (user: ServerUser, ...paths: readonly string[]): Promise<void> => {
  const { owner } = user;
  if (owner === undefined) return;
  await Promise.all(paths.map((each) => chown(each, owner.uid, owner.gid)));
};

const ownerOfNearest = async (folder: string): Promise<{ uid: number; gid: number }> => {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined && path.dirname(folder) !== folder) return ownerOfNearest(path.dirname(folder));
  return found === undefined || found.uid === 0
    ? { uid: NOBODY, gid: NOBODY }
    : { uid: found.uid, gid: found.gid };
};
