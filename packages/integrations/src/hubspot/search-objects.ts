import { FilterOperatorEnum, type Filter } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import type { AskOptions, HubSpotDeps, ObjectKind, Rows } from './objects.ts';
import { recordSchema } from './property-value.ts';

/** A page of what changed. */
export interface ModifiedPage {
  /** Inclusive. The index lags by seconds to minutes, so the caller goes back some minutes each time. */
  readonly since: Date;
  /** `next` of the page before. */
  readonly afterId?: string | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

const foundSchema = z.object({ results: z.array(recordSchema), total: z.number() });

const toFilters = (modifiedProperty: string, { since, afterId }: ModifiedPage): Filter[] => {
  const modified: Filter = {
    propertyName: modifiedProperty,
    operator: FilterOperatorEnum.Gte,
    value: String(since.getTime()),
  };
  if (afterId === undefined) return [modified];
  return [modified, { propertyName: 'hs_object_id', operator: FilterOperatorEnum.Gt, value: afterId }];
};

/**
 * One page of what changed, in order of ids. Each page asks for ids above the last one seen instead of
 * an offset: HubSpot serves no offset beyond 10,000. Archived rows are never in it.
 */
export const searchModifiedSince = <T>(
  { sdk, call }: HubSpotDeps,
  { objectType, modifiedProperty, properties, fromRecord }: ObjectKind<T>,
  page: ModifiedPage,
  { signal }: AskOptions,
): Promise<Rows<T>> =>
  call({
    operation: `${objectType}.search`,
    idempotent: true,
    signal,
    run: async (ends) => {
      const found = await sdk.ask(ends, ({ crm }) =>
        crm.objects.searchApi.doSearch(objectType, {
          limit: page.limit,
          sorts: ['hs_object_id'],
          properties: [...properties],
          filterGroups: [{ filters: toFilters(modifiedProperty, page) }],
        }),
      );
      const { results, total } = readAnswer(() => foundSchema.parse(found));
      const next = total > results.length ? results.at(-1)?.id : undefined;
      return { rows: results.map(fromRecord), next };
    },
  });
