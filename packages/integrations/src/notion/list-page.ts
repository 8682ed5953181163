import { IntegrationError } from '@sherpa/core';
import type { Client } from '@notionhq/client';
import { z } from 'zod';
import {
  readNotion,
  statusOf,
  type AskOptions,
  type NotionDeps,
  type NotionListPage,
  type NotionRows,
} from './asking.ts';

const listSchema = z.object({
  results: z.array(z.unknown()),
  next_cursor: z.string().min(1).nullable(),
  has_more: z.boolean(),
});

/** The parameters of a page as Notion names them. */
const toPageParams = ({ next, limit }: NotionListPage) => ({
  page_size: limit,
  ...(next === undefined ? {} : { start_cursor: next }),
});

/** How one page is asked for and read. */
export interface PageQuestion<T> {
  readonly operation: string;
  readonly ask: (client: Client, page: ReturnType<typeof toPageParams>) => Promise<unknown>;
  readonly read: (row: unknown) => T;
}

const cursorLost = (thrown: IntegrationError): IntegrationError =>
  new IntegrationError('A listing cannot go on where it was; it has to start again.', {
    code: 'integration_rejected',
    retry: 'never',
    details: { ...thrown.details, cursorLost: true },
  });

/** Whether a listing has to start again because what its cursor names is gone. */
export const isCursorLost = (thrown: unknown): boolean =>
  thrown instanceof IntegrationError && thrown.details['cursorLost'] === true;

/** Reads one page of a listing. */
export const readPage = async <T>(
  deps: NotionDeps,
  { operation, ask, read }: PageQuestion<T>,
  page: NotionListPage,
  options: AskOptions,
): Promise<NotionRows<T>> => {
  const question = {
    operation,
    ask: (client: Client) => ask(client, toPageParams(page)),
    read: (answer: unknown): NotionRows<T> => {
      const { results, has_more: hasMore, next_cursor: cursor } = listSchema.parse(answer);
      return { rows: results.map(read), next: hasMore ? (cursor ?? undefined) : undefined };
    },
  };
  try {
    return await readNotion(deps, question, options);
  } catch (thrown) {
    // Refused twice, with a cursor: what was valid a page ago is so no more.
    const isLost = page.next !== undefined && statusOf(thrown) === 400;
    throw isLost && thrown instanceof IntegrationError ? cursorLost(thrown) : thrown;
  }
};
