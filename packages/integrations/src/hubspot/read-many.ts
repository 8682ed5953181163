import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { refuseBatchErrors } from './batch-answer.ts';
import { BATCH_INPUTS, inParts } from './batch-rows.ts';
import type { AskOptions, HubSpotDeps, ObjectKind } from './objects.ts';
import { recordSchema } from './property-value.ts';

/** What a reading by ids found. */
export interface ReadRows<T> {
  /** In no order; the id of one that was merged away brings the survivor, under another id. */
  readonly rows: readonly T[];
  /** Ids that lead to nothing any more: archived, erased, or never there. */
  readonly missingIds: readonly string[];
}

const answerSchema = z.object({
  results: z.array(recordSchema).default([]),
  errors: z
    .array(
      z.object({
        category: z.unknown().optional(),
        context: z.object({ ids: z.array(z.string()).default([]) }).optional(),
      }),
    )
    .default([]),
});

const isMissing = (error: { readonly category?: unknown }): boolean => error.category === 'OBJECT_NOT_FOUND';

/** Objects by their ids, as they are now and not as search remembers them; a hundred in a request. */
export const readMany = async <T>(
  { sdk, call }: HubSpotDeps,
  { objectType, properties, fromRecord }: ObjectKind<T>,
  ids: readonly string[],
  { signal }: AskOptions,
): Promise<ReadRows<T>> => {
  const rows: T[] = [];
  const missingIds: string[] = [];
  for (const part of inParts([...new Set(ids)], BATCH_INPUTS)) {
    const answer = await call({
      operation: `${objectType}.read`,
      idempotent: true,
      signal,
      run: async (ends) => {
        const batch = await sdk.ask(ends, ({ crm }) =>
          crm.objects.batchApi.read(objectType, {
            inputs: part.map((id) => ({ id })),
            properties: [...properties],
            propertiesWithHistory: [],
          }),
        );
        return readAnswer(() => {
          const parsed = answerSchema.parse(batch);
          if (!parsed.errors.every(isMissing)) refuseBatchErrors(batch);
          return parsed;
        });
      },
    });
    rows.push(...answer.results.map(fromRecord));
    missingIds.push(...answer.errors.flatMap(({ context }) => context?.ids ?? []));
  }
  return { rows, missingIds };
};
