import type { Client } from '@hubspot/api-client';
import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { anyObjectKind } from './any-object.ts';
import { getObject } from './get-object.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';

/** Types whose objects HubSpot merges. */
export type MergeableType = 'contacts' | 'companies' | 'deals' | 'tickets';

export interface MergeInput {
  /** Whose values win. */
  readonly primaryId: string;
  readonly otherId: string;
}

export interface Merged {
  /** The survivor: for most types a third object that was not there before. */
  readonly id: string;
  /** False when the two had become one before. */
  readonly merged: boolean;
}

const survivorSchema = z.object({ id: z.string().min(1) });

const askToMerge = (
  { crm }: Client,
  objectType: MergeableType,
  { primaryId, otherId }: MergeInput,
): Promise<unknown> => {
  const input = { primaryObjectId: primaryId, objectIdToMerge: otherId };
  switch (objectType) {
    case 'contacts':
      return crm.contacts.basicApi.merge(input);
    case 'companies':
      return crm.companies.basicApi.merge(input);
    case 'deals':
      return crm.deals.basicApi.merge(input);
    case 'tickets':
      return crm.tickets.basicApi.merge(input);
  }
};

/** The object that both ids lead to, if they lead to one. */
const findSurvivor = async (
  deps: HubSpotDeps,
  objectType: MergeableType,
  { primaryId, otherId }: MergeInput,
  options: AskOptions,
): Promise<string | undefined> => {
  const kind = anyObjectKind(objectType, []);
  const primary = await getObject(deps, kind, primaryId, options);
  const other = await getObject(deps, kind, otherId, options);
  return primary !== undefined && primary.id === other?.id ? primary.id : undefined;
};

/**
 * Merges two objects, which cannot be undone. HubSpot has no key for it, so it looks first whether both
 * ids lead to one object already: a task that lost the answer may simply be tried again.
 */
export const mergeObjects = async (
  deps: HubSpotDeps,
  objectType: MergeableType,
  input: MergeInput,
  options: AskOptions,
): Promise<Merged> => {
  const survivorId = await findSurvivor(deps, objectType, input, options);
  if (survivorId !== undefined) return { id: survivorId, merged: false };
  return deps.call({
    operation: `${objectType}.merge`,
    idempotent: false,
    signal: options.signal,
    run: async (ends) => {
      const survivor = await deps.sdk.ask<unknown>(ends, (client) => askToMerge(client, objectType, input));
      return readAnswer(() => ({ id: survivorSchema.parse(survivor).id, merged: true }));
    },
  });
};
