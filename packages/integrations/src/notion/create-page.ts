import { IntegrationError } from '@sherpa/core';
import type { BlockObjectRequest } from '@notionhq/client';
import { appendBatch } from './append-blocks.ts';
import { writeNotion, type AskOptions, type NotionDeps } from './asking.ts';
import { KEY_PROPERTY } from './key-property.ts';
import { listBlocks } from './list-blocks.ts';
import { toBlockBatches, type NewNotionBlock } from './new-block.ts';
import { pageSchema, type NotionPage } from './page.ts';
import { toPropertyRequests, type NotionPropertyInputs } from './property-input.ts';
import { queryDataSource } from './query-data-source.ts';

/** A page to be, in a data source. */
export interface NewNotionPage {
  readonly dataSourceId: string;
  /** Making a page with the same key again finds the first one. */
  readonly key: string;
  /** The title among them. */
  readonly properties: NotionPropertyInputs;
  readonly icon?: string | undefined;
  /** What it holds; not together with a template. */
  readonly blocks?: readonly NewNotionBlock[] | undefined;
  /** A template's id, or the data source's default. The page stays blank until Notion gets to it. */
  readonly template?: { readonly id: string } | 'default' | undefined;
}

/** The page that holds the key now. */
export interface CreatedNotionPage {
  readonly page: NotionPage;
  /** False when it was there before. */
  readonly created: boolean;
}

/** Which page to look for. */
export interface PageKey {
  readonly dataSourceId: string;
  readonly key: string;
}

/** The oldest page that was made under that key, from outside of the trash; `undefined` where there is none. */
export const findPageByKey = async (
  deps: NotionDeps,
  { dataSourceId, key }: PageKey,
  options: AskOptions,
): Promise<NotionPage | undefined> => {
  const filters = [{ property: KEY_PROPERTY, type: 'rich_text', equals: key }] as const;
  const { rows } = await queryDataSource(deps, { dataSourceId, filters, limit: 1 }, options);
  return rows[0];
};

const templateOf = ({ template }: NewNotionPage) => {
  if (template === undefined) return {};
  if (template === 'default') return { template: { type: 'default' } } as const;
  return { template: { type: 'template_id', template_id: template.id } } as const;
};

const create = (
  deps: NotionDeps,
  page: NewNotionPage,
  children: BlockObjectRequest[],
  options: AskOptions,
): Promise<NotionPage> =>
  writeNotion(
    deps,
    {
      operation: 'pages.create',
      // Notion knows no keys: the look before and after is ours, a blind second try must not be.
      idempotent: false,
      ask: (client) =>
        client.pages.create({
          parent: { type: 'data_source_id', data_source_id: page.dataSourceId },
          properties: toPropertyRequests({
            ...page.properties,
            [KEY_PROPERTY]: { type: 'rich_text', text: page.key },
          }),
          ...(page.icon === undefined ? {} : { icon: { type: 'emoji', emoji: page.icon } }),
          ...(children.length === 0 ? {} : { children }),
          ...templateOf(page),
        }),
      read: (answer) => pageSchema.parse(answer),
    },
    options,
  );

const isUnknown = (thrown: unknown): thrown is IntegrationError =>
  thrown instanceof IntegrationError && thrown.details['outcomeUnknown'] === true;

/** A write that nobody knows about may be tried again where the next attempt looks first. */
const mayTryAgain = (error: IntegrationError): IntegrationError =>
  new IntegrationError('Notion did not say whether it did what was asked; the next try looks first.', {
    code: error.code,
    retry: 'backoff',
    details: error.details,
    cause: error,
  });

const createOrFind = async (
  deps: NotionDeps,
  page: NewNotionPage,
  children: BlockObjectRequest[],
  options: AskOptions,
): Promise<NotionPage> => {
  try {
    return await create(deps, page, children, options);
  } catch (thrown) {
    if (!isUnknown(thrown)) throw thrown;
    const landed = await findPageByKey(deps, page, options);
    if (landed === undefined) throw mayTryAgain(thrown);
    return landed;
  }
};

const countBlocks = async (deps: NotionDeps, parentId: string, options: AskOptions): Promise<number> => {
  let count = 0;
  let next: string | undefined;
  do {
    const page = await listBlocks(deps, { parentId, next, limit: 100 }, options);
    count += page.rows.length;
    next = page.next;
  } while (next !== undefined);
  return count;
};

/** Adds the batches that are not there yet; an interrupted page is gone on with, not begun again. */
const finish = async (
  deps: NotionDeps,
  pageId: string,
  { batches, have }: { batches: readonly BlockObjectRequest[][]; have: number },
  options: AskOptions,
): Promise<void> => {
  const missing = batches.flat().slice(have);
  try {
    for (let start = 0; start < missing.length; start += 100) {
      await appendBatch(deps, pageId, missing.slice(start, start + 100), options);
    }
  } catch (thrown) {
    throw isUnknown(thrown) ? mayTryAgain(thrown) : thrown;
  }
};

/**
 * Makes a page once under its key: looks before, and again after an outcome that nobody knows. Safe to
 * repeat, one after the other; two at the very same moment may make two, as Notion has nothing unique.
 */
export const createPage = async (
  deps: NotionDeps,
  page: NewNotionPage,
  options: AskOptions,
): Promise<CreatedNotionPage> => {
  const batches = toBlockBatches(page.blocks ?? []);
  const [first = []] = batches;
  const found = await findPageByKey(deps, page, options);
  const made = found ?? (await createOrFind(deps, page, first, options));
  if (batches.length > 1) {
    const have = found === undefined ? first.length : await countBlocks(deps, made.id, options);
    await finish(deps, made.id, { batches, have }, options);
  }
  return { page: made, created: found === undefined };
};
