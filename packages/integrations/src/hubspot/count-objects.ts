import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';

const countedSchema = z.object({ total: z.number() });

/** How many objects of a type there are that are not archived, as far as search knows. */
export const countObjects = (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  { signal }: AskOptions,
): Promise<number> =>
  call({
    operation: `${objectType}.search`,
    idempotent: true,
    signal,
    run: async (ends) => {
      const found = await sdk.ask(ends, ({ crm }) =>
        crm.objects.searchApi.doSearch(objectType, {
          limit: 1,
          sorts: ['hs_object_id'],
          properties: ['hs_object_id'],
          filterGroups: [],
        }),
      );
      return readAnswer(() => countedSchema.parse(found).total);
    },
  });
