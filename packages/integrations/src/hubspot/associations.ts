import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { refuseBatchErrors } from './batch-answer.ts';
import { inParts } from './batch-rows.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';
import { textOf } from './property-value.ts';

/** Two types of objects, in the order in which a link is looked at. */
export interface Direction {
  readonly fromType: string;
  readonly toType: string;
}

/** One way in which an object is linked to another; the plain one has no label. */
export interface AssociationLabel {
  readonly typeId: number;
  readonly label: string | null;
}

/** The links of one object; none if it has none, is archived, or was merged away. */
export interface AssociationRow {
  readonly fromId: string;
  readonly links: readonly { readonly toId: string; readonly labels: readonly AssociationLabel[] }[];
}

const READ_INPUTS = 1_000;

const linkSchema = z
  .object({
    toObjectId: z.coerce.string(),
    associationTypes: z.array(z.object({ typeId: z.number(), label: z.unknown().optional() })).default([]),
  })
  .transform(({ toObjectId, associationTypes }) => ({
    toId: toObjectId,
    labels: associationTypes.map(({ typeId, label }) => ({ typeId, label: textOf(label) })),
  }));

const answerSchema = z.object({
  results: z
    .array(
      z.object({
        // The SDK renames `from`, a word it cannot use.
        _from: z.object({ id: z.coerce.string() }),
        to: z.array(linkSchema),
        paging: z.object({ next: z.object({ after: z.string() }).optional() }).nullish(),
      }),
    )
    .default([]),
  errors: z.array(z.object({ category: z.unknown().optional() })).default([]),
});

interface Input {
  readonly id: string;
  readonly after?: string;
}

const readPart = (
  { sdk, call }: HubSpotDeps,
  { fromType, toType }: Direction,
  inputs: readonly Input[],
  signal: AbortSignal | undefined,
) =>
  call({
    operation: 'associations.read',
    idempotent: true,
    signal,
    run: async (ends) => {
      const batch = await sdk.ask(ends, ({ crm }) =>
        crm.associations.v4.batchApi.getPage(fromType, toType, { inputs: [...inputs] }),
      );
      return readAnswer(() => {
        const { results, errors } = answerSchema.parse(batch);
        // Having no links is told as an error.
        if (!errors.every(({ category }) => category === 'OBJECT_NOT_FOUND')) refuseBatchErrors(batch);
        return results;
      });
    },
  });

/** All links of some objects to those of a type, a thousand objects in a request, however many links. */
export const readAssociations = async (
  deps: HubSpotDeps,
  direction: Direction,
  ids: readonly string[],
  { signal }: AskOptions,
): Promise<readonly AssociationRow[]> => {
  const links = new Map<string, AssociationRow['links'][number][]>(ids.map((id) => [id, []]));
  let pending: readonly Input[] = [...links.keys()].map((id) => ({ id }));
  while (pending.length > 0) {
    const more: Input[] = [];
    for (const part of inParts(pending, READ_INPUTS)) {
      for (const { _from: from, to, paging } of await readPart(deps, direction, part, signal)) {
        links.get(from.id)?.push(...to);
        const after = paging?.next?.after;
        if (after !== undefined) more.push({ id: from.id, after });
      }
    }
    pending = more;
  }
  return [...links].map(([fromId, found]) => ({ fromId, links: found }));
};
