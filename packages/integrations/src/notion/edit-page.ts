import type { UpdatePageParameters } from '@notionhq/client';
import { writeNotion, type AskOptions, type NotionDeps } from './asking.ts';
import { pageSchema, type NotionPage } from './page.ts';
import { toPropertyRequests, type NotionPropertyInputs } from './property-input.ts';

/** Which page, and what of it. */
export interface PageEdit {
  readonly pageId: string;
  readonly properties: NotionPropertyInputs;
}

const update = (
  deps: NotionDeps,
  operation: string,
  params: UpdatePageParameters,
  options: AskOptions,
): Promise<NotionPage> =>
  writeNotion(
    deps,
    {
      operation,
      // The same values twice are the same values.
      idempotent: true,
      ask: (client) => client.pages.update(params),
      read: (answer) => pageSchema.parse(answer),
    },
    options,
  );

/** Sets properties of a page; safe to repeat. A conflict with another write to the page passes. */
export const updatePageProperties = (
  deps: NotionDeps,
  { pageId, properties }: PageEdit,
  options: AskOptions,
): Promise<NotionPage> =>
  update(deps, 'pages.update', { page_id: pageId, properties: toPropertyRequests(properties) }, options);

/** Moves a page to the trash, from where people can take it back for thirty days. */
export const trashPage = async (deps: NotionDeps, pageId: string, options: AskOptions): Promise<void> => {
  await update(deps, 'pages.trash', { page_id: pageId, in_trash: true }, options);
};
