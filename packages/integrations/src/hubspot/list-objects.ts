import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { mergeRecords } from './merge-records.ts';
import type { AskOptions, HubSpotDeps, ObjectKind, Rows } from './objects.ts';
import { chunkProperties } from './property-chunks.ts';
import { recordSchema } from './property-value.ts';

/** A page of a listing. */
export interface ListPage {
  /** `next` of the page before. */
  readonly after?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
  /** True lists the archived rows, which no other listing has. */
  readonly archived?: boolean | undefined;
}

const pageSchema = z.object({
  results: z.array(recordSchema),
  paging: z.object({ next: z.object({ after: z.string().min(1) }).optional() }).nullish(),
});

type Page = z.output<typeof pageSchema>;

/** One page of a listing: complete and consistent, unlike a search. */
export const listObjects = async <T>(
  { sdk, call }: HubSpotDeps,
  { objectType, properties, fromRecord }: ObjectKind<T>,
  { after, limit, archived = false }: ListPage,
  { signal }: AskOptions,
): Promise<Rows<T>> => {
  const askFor = (names: readonly string[]): Promise<Page> =>
    call({
      operation: `${objectType}.list`,
      idempotent: true,
      signal,
      run: async (ends) => {
        const page = await sdk.ask(ends, ({ crm }) =>
          crm.objects.basicApi.getPage(objectType, limit, after, [...names], undefined, undefined, archived),
        );
        return readAnswer(() => pageSchema.parse(page));
      },
    });
  const pages: Page[] = [];
  for (const names of chunkProperties(properties)) pages.push(await askFor(names));
  return {
    rows: mergeRecords(pages.map((page) => page.results)).map(fromRecord),
    next: pages[0]?.paging?.next?.after,
  };
};
