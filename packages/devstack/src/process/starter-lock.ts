import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '@sherpa/core';
import { processIdentity } from './process-identity.ts';

/** Takes the folder for this process, or says which living process has it. The lock of a dead one is void. */
export const lockFolder = async (folder: string): Promise<{ readonly release: () => Promise<void> }> => {
  const file = path.join(folder, 'starter.json');
  const own = await makeToken();
  while (!(await createWhole(file, own))) {
    const held = await readOrEmpty(file);
    const holder = await livingHolder(held);
    if (holder !== undefined) {
      throw new ConflictError(
        'Another process already runs the server of this folder. Stop that process first.',
        { details: { pid: holder, folder } },
      );
    }
    await discard(file, held);
  }
  return {
    async release() {
      if ((await readOrEmpty(file)) === own) await rm(file, { force: true });
    },
  };
};

/**
 * Two starters may find the same void lock, and the slower one must not remove what the faster one has put in
 * its place. So removing has a lock of its own; nobody else can change a void lock meanwhile.
 */
const discard = async (file: string, held: string): Promise<void> => {
  const removal = `${file}.removal`;
  if (await createWhole(removal, await makeToken())) {
    if ((await readOrEmpty(file)) === held) await rm(file, { force: true });
    await rm(removal, { force: true });
    return;
  }
  const remover = await readOrEmpty(removal);
  if (remover !== '' && (await livingHolder(remover)) === undefined) await rm(removal, { force: true });
  await sleep(20);
};

const makeToken = async (): Promise<string> =>
  JSON.stringify({ pid: process.pid, identity: await processIdentity(process.pid), id: randomUUID() });

/** A reader must never see half a file, so it is written aside and linked into place. */
const createWhole = async (file: string, content: string): Promise<boolean> => {
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, content, { mode: 0o600 });
  try {
    await link(aside, file);
    return true;
  } catch (err) {
    if (typeof err === 'object' && err !== null && 'code' in err && err.code === 'EEXIST') return false;
    throw err;
  } finally {
    await rm(aside, { force: true });
  }
};

const readOrEmpty = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

const livingHolder = async (token: string): Promise<number | undefined> => {
  const { pid, identity } = parseToken(token);
  if (pid === undefined || identity === undefined) return undefined;
  return (await processIdentity(pid)) === identity ? pid : undefined;
};

const parseToken = (token: string): { readonly pid?: number; readonly identity?: string } => {
  try {
    const parsed: unknown = JSON.parse(token);
    if (typeof parsed !== 'object' || parsed === null) return {};
    return {
      ...('pid' in parsed && typeof parsed.pid === 'number' ? { pid: parsed.pid } : {}),
      ...('identity' in parsed && typeof parsed.identity === 'string' ? { identity: parsed.identity } : {}),
    };
  } catch {
    return {};
  }
};
