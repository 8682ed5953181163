import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { AppError } from '@sherpa/core';
import { z } from 'zod';
import type { Environment } from '../config.ts';
import { hammeredSchema, type Hammer, type Hammered } from './hammer.ts';

/** A process of workers, as its parent sees it; it can be opened again after it was closed. */
export interface HammerChild {
  open(hammer: Hammer): Promise<void>;
  run(): Promise<Hammered>;
  close(): Promise<void>;
  end(): Promise<void>;
}

const SCRIPT = path.resolve(import.meta.dirname, 'hammer-process.ts');

const replySchema = z.union([
  z.object({ type: z.literal('answer'), value: z.unknown() }),
  z.object({ type: z.literal('failure'), stack: z.string() }),
]);

/** Starts one; it does one thing at a time. */
export const startHammerChild = (env: Environment): HammerChild => {
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit').then(() => {
    throw new AppError('A process of workers ended before it was told to.');
  });
  // Whoever asks meanwhile hears of it; nobody may be asking.
  exited.catch(() => undefined);
  const ask = async (message: string | object): Promise<unknown> => {
    const answered = once(child, 'message');
    child.send(message);
    const replies: readonly unknown[] = await Promise.race([answered, exited]);
    const parsed = replySchema.parse(replies[0]);
    if (parsed.type === 'answer') return parsed.value;
    throw new AppError('A process of workers failed.', { details: { stack: parsed.stack } });
  };
  return {
    open: async (hammer) => {
      await ask(hammer);
    },
    run: async () => hammeredSchema.parse(await ask('run')),
    close: async () => {
      await ask('close');
    },
    end: async () => {
      child.kill('SIGTERM');
      await exited.catch(() => undefined);
    },
  };
};
