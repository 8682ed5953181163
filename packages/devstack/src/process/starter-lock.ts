import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConflictError } from '@sherpa/core';
import { processIdentity } from './process-identity.ts';

/** Takes the folder for this process, or says which living process has it. The lock of a dead one is void. */
export const lockFolder = async (folder: string): Promise<{ release(): Promise<void> }> => {
  const file = path.join(folder, 'starter.json');
  const own = JSON.stringify({
    pid: process.pid,
    identity: await processIdentity(process.pid),
    id: randomUUID(),
  });
  for (;;) {
    if (await createWhole(file, own)) break;
    const held = await readFile(file, 'utf8').catch(() => '');
    const holder = await livingHolder(held);
    if (holder !== undefined) {
      throw new ConflictError(
        'Another process already runs the server of this folder. Stop that process first.',
        {
          details: { pid: holder, folder },
        },
      );
    }
    await discard(file, held);
  }
  return {
    async release() {
      if ((await readFile(file, 'utf8').catch(() => '')) === own) await rm(file, { force: true });
    },
  };
};

/** A reader must never see half a file, so it is written aside and linked into place. */
const createWhole = async (file: string, content: string): Promise<boolean> => {
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, content, { mode: 0o600 });
  try {
    await link(aside, file);
    return true;
  } catch (err) {
    if (hasCode(err, 'EEXIST')) return false;
    throw err;
  } finally {
    await rm(aside, { force: true });
  }
};

const livingHolder = async (held: string): Promise<number | undefined> => {
  const { pid, identity } = parseHolder(held);
  if (pid === undefined || identity === undefined) return undefined;
  return (await processIdentity(pid)) === identity ? pid : undefined;
};

const parseHolder = (held: string): { pid?: number; identity?: string } => {
  try {
    const holder: unknown = JSON.parse(held);
    if (typeof holder !== 'object' || holder === null) return {};
    return {
      ...('pid' in holder && typeof holder.pid === 'number' ? { pid: holder.pid } : {}),
      ...('identity' in holder && typeof holder.identity === 'string' ? { identity: holder.identity } : {}),
    };
  } catch {
    return {};
  }
};

/** Two starters may find the same dead lock. Only the one who moves that very lock away discards it. */
const discard = async (file: string, held: string): Promise<void> => {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (err) {
    if (hasCode(err, 'ENOENT')) return;
    throw err;
  }
  if ((await readFile(aside, 'utf8')) !== held) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
};

const hasCode = (err: unknown, code: string): boolean =>
  typeof err === 'object' && err !== null && 'code' in err && err.code === code;
