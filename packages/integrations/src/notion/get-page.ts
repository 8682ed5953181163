import { orMissing } from '../call/or-status.ts';
import { readNotion, type AskOptions, type NotionDeps } from './asking.ts';
import { pageSchema, type NotionPage } from './page.ts';

/**
 * A page by id, also from the trash. `undefined` is deleted for good or not shared any more: Notion
 * does not tell the two apart, so neither can anybody else.
 */
export const getPage = (deps: NotionDeps, id: string, options: AskOptions): Promise<NotionPage | undefined> =>
  orMissing(
    readNotion(
      deps,
      {
        operation: 'pages.get',
        ask: (client) => client.pages.retrieve({ page_id: id }),
        read: (answer) => pageSchema.parse(answer),
      },
      options,
    ),
  );
