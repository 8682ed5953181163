import { z } from 'zod';
import { firstAllowed } from '../call/read-failure.ts';
import { readAnswer } from '../call/read-answer.ts';
import { isPassing } from './batch-answer.ts';
import { BATCH_INPUTS, inParts } from './batch-rows.ts';
import { KEY_PROPERTY } from './key-property.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';
import type { PropertyValues } from './put-object.ts';

/** One of many writes: the value of the unique property, and what to set. */
export interface UpsertInput {
  readonly key: string;
  readonly properties: PropertyValues;
}

/** One write that was done. */
export interface UpsertedRow {
  readonly key: string;
  readonly id: string;
  readonly created: boolean;
}

/** One write that was not. */
export interface RefusedRow {
  readonly key: string;
  /** HubSpot's word for why, such as `VALIDATION_ERROR`. */
  readonly category: string | undefined;
  /** True when the same write may go well another time. */
  readonly isPassing: boolean;
}

export interface UpsertAnswer {
  readonly written: readonly UpsertedRow[];
  readonly refused: readonly RefusedRow[];
}

export interface UpsertOptions extends AskOptions {
  /** The unique property that the keys are values of; ours unless said otherwise. */
  readonly keyProperty?: string;
}

const answerSchema = z.object({
  results: z
    .array(
      z.object({
        id: z.string().min(1),
        _new: z.boolean().default(false),
        objectWriteTraceId: z.string().optional(),
      }),
    )
    .default([]),
  errors: z
    .array(
      z.object({
        category: z.unknown().optional(),
        context: z.object({ objectWriteTraceId: z.array(z.string()).default([]) }).optional(),
      }),
    )
    .default([]),
});

/** HubSpot refuses a batch that names a key twice: the later values win. */
const oneOfEach = (inputs: readonly UpsertInput[]): readonly UpsertInput[] => {
  const byKey = new Map<string, UpsertInput>();
  for (const input of inputs) {
    const folded = input.key.toLowerCase();
    const before = byKey.get(folded);
    byKey.set(folded, { ...input, properties: { ...before?.properties, ...input.properties } });
  }
  return [...byKey.values()];
};

const readParts = (answer: unknown, part: readonly UpsertInput[]): UpsertAnswer => {
  const { results, errors } = answerSchema.parse(answer);
  const keyOf = (trace: string | undefined): string => part[Number(trace)]?.key ?? '';
  return {
    written: results.map((row) => ({ key: keyOf(row.objectWriteTraceId), id: row.id, created: row._new })),
    refused: errors.flatMap(({ category, context }) =>
      (context?.objectWriteTraceId ?? []).map((trace) => ({
        key: keyOf(trace),
        category: firstAllowed(category),
        isPassing: isPassing(category),
      })),
    ),
  };
};

/**
 * Writes many objects by a unique property, a hundred in a request. A bad one is reported and does not
 * spoil the others, which is why each carries a trace of its own: without, HubSpot refuses the batch.
 */
export const upsertMany = async (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  inputs: readonly UpsertInput[],
  { signal, keyProperty = KEY_PROPERTY }: UpsertOptions,
): Promise<UpsertAnswer> => {
  const answers: UpsertAnswer[] = [];
  for (const part of inParts(oneOfEach(inputs), BATCH_INPUTS)) {
    const answer = await call({
      operation: `${objectType}.upsert`,
      idempotent: true,
      signal,
      run: async (ends) => {
        const batch = await sdk.ask(ends, ({ crm }) =>
          crm.objects.batchApi.upsert(objectType, {
            inputs: part.map(({ key, properties }, index) => ({
              id: key,
              idProperty: keyProperty,
              properties: { ...properties, [keyProperty]: key },
              objectWriteTraceId: String(index),
            })),
          }),
        );
        return readAnswer(() => readParts(batch, part));
      },
    });
    answers.push(answer);
  }
  return {
    written: answers.flatMap(({ written }) => written),
    refused: answers.flatMap(({ refused }) => refused),
  };
};
