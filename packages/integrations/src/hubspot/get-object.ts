import { orMissing } from '../call/or-status.ts';
import { readAnswer } from '../call/read-answer.ts';
import { mergeRecords } from './merge-records.ts';
import type { AskOptions, HubSpotDeps, ObjectKind } from './objects.ts';
import { chunkProperties } from './property-chunks.ts';
import { recordSchema, type HubSpotRecord } from './property-value.ts';

/**
 * One object by id, `undefined` when it is archived or gone. An id that was merged away gives the
 * survivor, whose id is another one.
 */
export const getObject = async <T>(
  { sdk, call }: HubSpotDeps,
  { objectType, properties, fromRecord }: ObjectKind<T>,
  id: string,
  { signal }: AskOptions,
): Promise<T | undefined> => {
  const askFor = (names: readonly string[]): Promise<HubSpotRecord> =>
    call({
      operation: `${objectType}.get`,
      idempotent: true,
      signal,
      run: async (ends) => {
        const record = await sdk.ask(ends, ({ crm }) =>
          crm.objects.basicApi.getById(objectType, id, [...names]),
        );
        return readAnswer(() => recordSchema.parse(record));
      },
    });
  const parts: HubSpotRecord[][] = [];
  for (const names of chunkProperties(properties)) {
    const record = await orMissing(askFor(names));
    if (record === undefined) return undefined;
    parts.push([record]);
  }
  return mergeRecords(parts).map(fromRecord)[0];
};
