import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { refuseBatchErrors } from './batch-answer.ts';
import { KEY_PROPERTY } from './key-property.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';

/** The values of a write, by HubSpot's names; an empty string clears. */
export type PropertyValues = Readonly<Record<string, string>>;

/** An object to write under a key. */
export interface PutInput {
  /** Writing the same key again changes that object instead of making another. */
  readonly key: string;
  readonly properties: PropertyValues;
  /** Objects to tie it to, plainly. */
  readonly links?: readonly { readonly toType: string; readonly toId: string }[];
}

/** The object that holds the key now. */
export interface Written {
  readonly id: string;
  /** False when the key was there before. */
  readonly created: boolean;
}

// The SDK renames the answer's `new`, a word it cannot use.
const upsertedSchema = z.object({
  results: z.tuple([z.object({ id: z.string().min(1), _new: z.boolean().default(false) })]),
});

const upsert = (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  { key, properties }: PutInput,
  signal: AbortSignal | undefined,
): Promise<Written> =>
  call({
    operation: `${objectType}.upsert`,
    idempotent: true,
    signal,
    run: async (ends) => {
      const input = {
        id: key,
        idProperty: KEY_PROPERTY,
        properties: { [KEY_PROPERTY]: key, ...properties },
      };
      const answer = await sdk.ask(ends, ({ crm }) =>
        crm.objects.batchApi.upsert(objectType, { inputs: [input] }),
      );
      return readAnswer(() => {
        refuseBatchErrors(answer);
        const [{ id, _new: created }] = upsertedSchema.parse(answer).results;
        return { id, created };
      });
    },
  });

interface Pair {
  readonly fromType: string;
  readonly fromId: string;
  readonly toType: string;
  readonly toId: string;
}

const associate = (
  { sdk, call }: HubSpotDeps,
  { fromType, fromId, toType, toId }: Pair,
  signal: AbortSignal | undefined,
): Promise<void> =>
  call({
    operation: `${fromType}.associate`,
    idempotent: true,
    signal,
    run: async (ends) => {
      const answer = await sdk.ask(ends, ({ crm }) =>
        crm.associations.v4.basicApi.createDefault(fromType, fromId, toType, toId),
      );
      readAnswer(() => refuseBatchErrors(answer));
    },
  });

/**
 * Writes an object under its key and ties it to others. Safe to repeat: every request finds what it made
 * before. The key property must be there.
 */
export const putObject = async (
  deps: HubSpotDeps,
  objectType: string,
  input: PutInput,
  { signal }: AskOptions,
): Promise<Written> => {
  const written = await upsert(deps, objectType, input, signal);
  for (const { toType, toId } of input.links ?? []) {
    await associate(deps, { fromType: objectType, fromId: written.id, toType, toId }, signal);
  }
  return written;
};
