import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import type { Direction } from './associations.ts';
import { inParts } from './batch-rows.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';

/** A link to make; without a type it is the plain one. */
export interface NewAssociation {
  readonly fromId: string;
  readonly toId: string;
  readonly type?: { readonly typeId: number; readonly isOurs: boolean };
}

/** How many links were made, and how many could not be: an end is gone. */
export interface AssociationsMade {
  readonly made: number;
  readonly refused: number;
}

const WRITE_INPUTS = 2_000;

const answerSchema = z.object({
  results: z.array(z.unknown()).default([]),
  numErrors: z.number().default(0),
  errors: z.array(z.unknown()).default([]),
});

const HUBSPOTS: Required<NewAssociation>['type'] = { typeId: 0, isOurs: false };

const ask = (
  { sdk }: HubSpotDeps,
  { fromType, toType }: Direction,
  part: readonly NewAssociation[],
  ends: AbortSignal,
): Promise<unknown> => {
  const isPlain = part.every(({ type }) => type === undefined);
  const pairs = part.map(({ fromId, toId, type = HUBSPOTS }) => ({
    _from: { id: fromId },
    to: { id: toId },
    types: [
      {
        associationCategory: type.isOurs ? Category.UserDefined : Category.HubspotDefined,
        associationTypeId: type.typeId,
      },
    ],
  }));
  return sdk.ask<unknown>(ends, ({ crm }) =>
    isPlain
      ? crm.associations.v4.batchApi.createDefault(fromType, toType, {
          inputs: pairs.map(({ _from, to }) => ({ _from, to })),
        })
      : crm.associations.v4.batchApi.create(fromType, toType, { inputs: pairs }),
  );
};

/** Links many objects, two thousand pairs in a request. Safe to repeat: a link is there or it is not. */
export const createAssociations = async (
  deps: HubSpotDeps,
  direction: Direction,
  links: readonly NewAssociation[],
  { signal }: AskOptions,
): Promise<AssociationsMade> => {
  const plain = links.filter(({ type }) => type === undefined);
  const typed = links.filter(({ type }) => type !== undefined);
  let made = 0;
  for (const part of [...inParts(plain, WRITE_INPUTS), ...inParts(typed, WRITE_INPUTS)]) {
    const answer = await deps.call({
      operation: 'associations.create',
      idempotent: true,
      signal,
      run: async (ends) => {
        const batch = await ask(deps, direction, part, ends);
        return readAnswer(() => answerSchema.parse(batch));
      },
    });
    made += part.length - Math.max(answer.numErrors, answer.errors.length);
  }
  return { made, refused: links.length - made };
};
