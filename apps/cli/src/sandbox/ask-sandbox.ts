import type { Environment } from '@sherpa/config';
import { AppError, ConflictError, NotFoundError, ValidationError } from '@sherpa/core';
import { z } from 'zod';
import { problemsSchema } from '../input/problems-schema.ts';
import { findSandbox, type SandboxAddress } from './find-sandbox.ts';

export interface SandboxCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/_sandbox`. */
  readonly path: string;
  readonly body?: object;
}

const refusalSchema = z.object({ error: z.string(), problems: problemsSchema });

const START = 'Start one with `npx pnpm start`, or alone with `node apps/sandbox/src/main.ts`.';

const request = async ({ url, because }: SandboxAddress, call: SandboxCall): Promise<Response> => {
  try {
    return await fetch(`${url}/_sandbox${call.path}`, {
      method: call.method,
      headers: { 'content-type': 'application/json' },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  } catch (cause) {
    throw new NotFoundError(`No sandbox answers at ${url}, ${because}. ${START}`, { cause });
  }
};

/** What the sandbox says is for whoever typed the command, and nothing else is decided by it. */
const toError = (status: number, text: string): AppError => {
  const { data } = refusalSchema.safeParse(readJson(text));
  const details = data === undefined ? { status } : { problems: data.problems };
  if (data === undefined)
    return new AppError('The sandbox answered in a way that is not its own.', { details });
  if (status === 404) return new NotFoundError(data.error, { details });
  if (status === 409) return new ConflictError(data.error, { details });
  return new ValidationError(data.error, { details });
};

const readJson = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** One control call of the sandbox at that address, and what it answers. */
export const askSandboxAt = async (address: SandboxAddress, call: SandboxCall): Promise<unknown> => {
  const answer = await request(address, call);
  const text = await answer.text();
  if (!answer.ok) throw toError(answer.status, text);
  return readJson(text);
};

/** The same of the sandbox that runs. */
export const askSandbox = async (env: Environment, call: SandboxCall): Promise<unknown> =>
  askSandboxAt(await findSandbox(env), call);
