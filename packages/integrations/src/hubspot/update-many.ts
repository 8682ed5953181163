import { readAnswer } from '../call/read-answer.ts';
import { refuseBatchErrors } from './batch-answer.ts';
import { BATCH_INPUTS, inParts } from './batch-rows.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';
import type { PropertyValues } from './put-object.ts';

/** An object that is there, and what to set of it. */
export interface ObjectUpdate {
  readonly id: string;
  readonly properties: PropertyValues;
}

/**
 * Sets values of many objects, a hundred in a request. Safe to repeat: the same values are the same objects.
 * One that HubSpot refuses refuses its hundred.
 */
export const updateMany = async (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  updates: readonly ObjectUpdate[],
  { signal }: AskOptions,
): Promise<void> => {
  for (const part of inParts(updates, BATCH_INPUTS)) {
    await call({
      operation: `${objectType}.update`,
      idempotent: true,
      signal,
      run: async (ends) => {
        const answer = await sdk.ask(ends, ({ crm }) =>
          crm.objects.batchApi.update(objectType, {
            inputs: part.map(({ id, properties }) => ({ id, properties: { ...properties } })),
          }),
        );
        readAnswer(() => refuseBatchErrors(answer));
      },
    });
  }
};
