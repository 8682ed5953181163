import type { MirroredRecord } from '@sherpa/db';
import type { z } from 'zod';
import type { Fact } from './fact.ts';

/** What the records of one type tell. */
export type FactsOfType = (record: MirroredRecord) => readonly Fact[];

/** Facts of a payload; one that cannot be read tells nothing, and is set aside by whoever makes customers of it. */
export const factsOfPayload =
  <S extends z.ZodType>(
    schema: S,
    read: (payload: z.output<S>, record: MirroredRecord) => readonly Fact[],
  ): FactsOfType =>
  (record) => {
    if (record.isDeleted) return [];
    const parsed = schema.safeParse(record.payload);
    return parsed.success ? read(parsed.data, record) : [];
  };

/** By type of object; objects of other types tell nothing. */
export const factsByType =
  (byType: Readonly<Record<string, readonly FactsOfType[]>>) =>
  (record: MirroredRecord): readonly Fact[] =>
    (byType[record.objectType] ?? []).flatMap((factsOf) => factsOf(record));
