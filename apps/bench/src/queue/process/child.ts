import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { AppError } from '@sherpa/core';
import type { z } from 'zod';
import type { Environment } from '../../config.ts';
import { progressSchema, replySchema, type Progress, type Request } from './protocol.ts';

/** A process of a contestant, as its parent sees it. */
export interface Child {
  readonly pid: number;
  /** Asks and reads the answer; rejects where the contestant fails. */
  readonly ask: <T>(request: Request, schema: z.ZodType<T>) => Promise<T>;
  /** Asks for what has no answer. */
  readonly tell: (request: Request) => Promise<void>;
  readonly progress: () => Progress;
  readonly onProgress: (listener: () => void) => void;
  /** Closes what it has opened, then ends it; one that does not answer is killed. */
  readonly end: () => Promise<void>;
}

const SCRIPT = path.resolve(import.meta.dirname, '../contestant-process.ts');
const END_WITHIN_MS = 15_000;
const NOTHING: Progress = { type: 'progress', ran: 0, firstAt: 0, lastAt: 0 };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Starts a process that serves the calls of the protocol. */
export const startChild = (env: Environment): Child => {
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const exited = once(child, 'exit');
  const pending = new Map<number, Pending>();
  let [lastId, progress] = [0, NOTHING];
  let listener: (() => void) | undefined;
  child.on('message', (message) => {
    const told = progressSchema.safeParse(message).data;
    if (told !== undefined) {
      progress = told;
      listener?.();
      return;
    }
    const reply = replySchema.parse(message);
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.type === 'answer') waiting?.resolve(reply.value);
    else waiting?.reject(new AppError('A contestant failed.', { details: { stack: reply.stack } }));
  });
  void exited.then(() => {
    for (const { reject } of pending.values()) reject(new AppError('A process of a contestant ended.'));
  });
  const ask = (request: Request): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      if (request.call === 'start') progress = NOTHING;
      pending.set(lastId, { resolve, reject });
      // Told to the callback, a process that has gone is an answer; else it would be the end of this one.
      child.send({ id: lastId, request }, (error) => {
        if (error !== null) reject(error);
      });
    });
  return {
    pid: child.pid ?? 0,
    ask: async (request, schema) => schema.parse(await ask(request)),
    tell: async (request) => {
      await ask(request);
    },
    progress: () => progress,
    onProgress: (told) => {
      listener = told;
    },
    end: async () => {
      const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
      await ask({ call: 'close' }).catch(() => undefined);
      child.kill('SIGTERM');
      await exited;
      clearTimeout(timer);
    },
  };
};
