import { IntegrationError } from '@sherpa/core';
import { z } from 'zod';
import { readNotion, statusOf, type AskOptions, type NotionDeps, type NotionRows } from './asking.ts';
import { toFilter, type NotionFilter } from './filter.ts';
import { readPageRow, type NotionPage } from './page.ts';
import { readPlace, toNext, type QueryPlace } from './query-token.ts';
import { askShrinking } from './shrink-page.ts';

/** Which pages of a data source, and how many at a time. */
export interface NotionQuery {
  readonly dataSourceId: string;
  /** 1 to 100; fewer come where Notion takes too long for so many. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly next?: string | undefined;
  /** The whole minute counts. Go back to `lastCompleteMinute` of the last query's beginning. */
  readonly editedSince?: Date | undefined;
  readonly filters?: readonly NotionFilter[] | undefined;
  /** True asks for what is in the trash, which no other query has. */
  readonly inTrash?: boolean | undefined;
}

const answerSchema = z
  .object({
    results: z.array(z.unknown()),
    next_cursor: z.string().min(1).nullable(),
    has_more: z.boolean(),
    request_status: z.object({ type: z.string() }).optional(),
  })
  .transform((answer) => ({
    pages: answer.results.flatMap((row) => readPageRow(row) ?? []),
    cursor: answer.has_more ? (answer.next_cursor ?? undefined) : undefined,
    isCut: answer.request_status?.type === 'incomplete',
  }));

type Answer = z.output<typeof answerSchema>;

const ask = (
  deps: NotionDeps,
  query: NotionQuery,
  { from, cursor }: QueryPlace,
  options: AskOptions,
): Promise<Answer> => {
  const createdSince = from === undefined ? undefined : new Date(from);
  const filter = toFilter({ filters: query.filters, editedSince: query.editedSince, createdSince });
  return askShrinking(query.limit, (limit) =>
    readNotion(
      deps,
      {
        operation: 'dataSources.query',
        ask: (client) =>
          client.dataSources.query({
            data_source_id: query.dataSourceId,
            page_size: limit,
            // The order that windows are cut by: unlike the last edit, a creation never moves.
            sorts: [{ timestamp: 'created_time', direction: 'ascending' }],
            ...(filter === undefined ? {} : { filter }),
            ...(cursor === undefined ? {} : { start_cursor: cursor }),
            ...(query.inTrash === true ? { in_trash: true } : {}),
          }),
        read: (answer) => answerSchema.parse(answer),
      },
      options,
    ),
  );
};

const stuck = (query: NotionQuery): IntegrationError =>
  new IntegrationError('More pages were made in one minute than Notion lists; a filter has to part them.', {
    code: 'integration_rejected',
    retry: 'never',
    details: { vendor: 'notion', operation: 'dataSources.query', dataSourceId: query.dataSourceId },
  });

const MAX_RESTARTS = 5;

/** The window that begins where the last row was seen. */
const nextWindow = (query: NotionQuery, place: QueryPlace): QueryPlace => {
  const { seen, from, restarts } = place;
  const hasMoved = seen !== undefined && seen !== from;
  if (!hasMoved && restarts >= MAX_RESTARTS) throw stuck(query);
  return { from: seen ?? from, restarts: hasMoved ? 0 : restarts + 1 };
};

const placeAfter = (query: NotionQuery, place: QueryPlace, answer: Answer): QueryPlace | undefined => {
  const seen = answer.pages.at(-1)?.createdAt.toISOString() ?? place.seen;
  const after = { ...place, seen };
  if (answer.cursor !== undefined) return { ...after, cursor: answer.cursor };
  if (!answer.isCut) return undefined;
  // The end of what one query gives: the rest needs a query of its own.
  if (seen === undefined || seen === place.from) throw stuck(query);
  return nextWindow(query, after);
};

/**
 * One page of a data source, oldest first. Past the 10,000 rows that a query gives, and when its cursor
 * is gone, it goes on from the minute of the last row: rows of that minute may then come twice, and
 * none is left out.
 */
export const queryDataSource = async (
  deps: NotionDeps,
  query: NotionQuery,
  options: AskOptions,
): Promise<NotionRows<NotionPage>> => {
  let place = readPlace(query.next);
  let answer: Answer;
  try {
    answer = await ask(deps, query, place, options);
  } catch (thrown) {
    if (place.cursor === undefined || statusOf(thrown) !== 400) throw thrown;
    place = nextWindow(query, place);
    answer = await ask(deps, query, place, options);
  }
  const after = placeAfter(query, place, answer);
  return { rows: answer.pages, next: after === undefined ? undefined : toNext(after) };
};
