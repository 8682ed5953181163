import { writeNotion, type AskOptions, type NotionDeps } from './asking.ts';

/** Which page, and what it is to hold. */
export interface NewNotionContent {
  readonly pageId: string;
  /** Notion's own Markdown. */
  readonly markdown: string;
}

/** Puts this in place of all that a page holds; the pages below it stay. Safe to repeat, unlike appending. */
export const replacePageMarkdown = async (
  deps: NotionDeps,
  { pageId, markdown }: NewNotionContent,
  options: AskOptions,
): Promise<void> => {
  await writeNotion(
    deps,
    {
      operation: 'pages.updateMarkdown',
      // The same content twice is the same content.
      idempotent: true,
      ask: (client) =>
        client.pages.updateMarkdown({
          page_id: pageId,
          type: 'replace_content',
          replace_content: { new_str: markdown },
        }),
      read: () => undefined,
    },
    options,
  );
};
