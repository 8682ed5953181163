import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { json } from '../../http/reply.ts';
import type { Route, VendorRequest } from '../../http/route.ts';
import { contentOf, liveBlocks } from '../blocks/content.ts';
import { appendBlocks, replaceContent, type Editing } from '../changes/edit-content.ts';
import { gatewayTimeout, invalid } from '../errors.ts';
import { idParam } from '../ids.ts';
import { fromMarkdown } from '../markdown/from-markdown.ts';
import { toMarkdown } from '../markdown/to-markdown.ts';
import { parseInput } from '../parse.ts';
import { blockAt, pageAt } from '../reach.ts';
import type { NewBlock, PageRecord } from '../records.ts';
import { byBot, type NotionWorkspace } from '../workspace.ts';

const shapeSchema = z.object({ markdown: z.string() });

const updateSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('insert_content'),
    insert_content: z.object({
      content: z.string(),
      after: z.string().optional(),
      position: z.object({ type: z.enum(['start', 'end']) }).optional(),
    }),
  }),
  z.object({
    type: z.literal('replace_content'),
    replace_content: z.object({ new_str: z.string(), allow_deleting_content: z.boolean().default(false) }),
  }),
  z.object({
    type: z.literal('replace_content_range'),
    replace_content_range: z.object({
      content: z.string(),
      content_range: z.string(),
      allow_deleting_content: z.boolean().default(false),
    }),
  }),
  z.object({
    type: z.literal('update_content'),
    update_content: z.object({
      content_updates: z
        .array(
          z.object({
            old_str: z.string(),
            new_str: z.string(),
            replace_all_matches: z.boolean().default(false),
          }),
        )
        .max(100),
      allow_deleting_content: z.boolean().default(false),
    }),
  }),
]);

type Update = z.output<typeof updateSchema>;

const markdownOf = (workspace: NotionWorkspace, page: PageRecord): string =>
  shapeSchema.parse(toMarkdown(workspace, page.id)).markdown;

/** A selection is written as its beginning and its end. */
const rangeOf = (markdown: string, selection: string): { start: number; end: number } => {
  const [first = '', last = first] = selection.split('...');
  const start = markdown.indexOf(first);
  const end = start === -1 ? -1 : markdown.indexOf(last, start);
  if (start === -1 || end === -1) throw invalid('The selection does not match any content of the page.');
  return { start, end: end + last.length };
};

const replaceOnce = (
  markdown: string,
  update: { readonly old_str: string; readonly new_str: string; readonly replace_all_matches: boolean },
): string => {
  const parts = markdown.split(update.old_str);
  if (parts.length === 1) throw invalid('The text to replace was not found in the page.');
  if (parts.length > 2 && !update.replace_all_matches) {
    throw invalid('The text to replace was found more than once in the page.');
  }
  return parts.join(update.new_str);
};

const replaceAll = (editing: Editing, blocks: readonly NewBlock[], mayDelete: boolean): void => {
  const kept = new Set(blocks.flatMap(({ id }) => id ?? []));
  const lost = liveBlocks(editing.workspace, contentOf(editing.workspace, editing.page)).filter(
    ({ id, type }) => (type === 'child_page' || type === 'child_database') && !kept.has(id),
  );
  if (lost.length > 0 && !mayDelete) {
    throw invalid('The operation would delete child pages; set allow_deleting_content to allow it.');
  }
  replaceContent(editing, blocks);
};

const insert = (
  editing: Editing,
  given: Extract<Update, { type: 'insert_content' }>['insert_content'],
): void => {
  if (given.after === undefined) {
    const place = { type: given.position?.type ?? 'end' } as const;
    appendBlocks(editing, fromMarkdown(given.content), { place });
    return;
  }
  const markdown = markdownOf(editing.workspace, editing.page);
  const { end } = rangeOf(markdown, given.after);
  const whole = `${markdown.slice(0, end)}\n${given.content}\n${markdown.slice(end)}`;
  replaceAll(editing, fromMarkdown(whole), false);
};

const apply = (editing: Editing, update: Update): void => {
  switch (update.type) {
    case 'insert_content':
      return insert(editing, update.insert_content);
    case 'replace_content': {
      const { new_str: content, allow_deleting_content: mayDelete } = update.replace_content;
      return replaceAll(editing, fromMarkdown(content), mayDelete);
    }
    case 'replace_content_range': {
      const {
        content,
        content_range: selection,
        allow_deleting_content: mayDelete,
      } = update.replace_content_range;
      const markdown = markdownOf(editing.workspace, editing.page);
      const { start, end } = rangeOf(markdown, selection);
      const whole = `${markdown.slice(0, start)}${content}${markdown.slice(end)}`;
      return replaceAll(editing, fromMarkdown(whole), mayDelete);
    }
    case 'update_content': {
      const { content_updates: updates, allow_deleting_content: mayDelete } = update.update_content;
      const whole = updates.reduce(replaceOnce, markdownOf(editing.workspace, editing.page));
      return replaceAll(editing, fromMarkdown(whole), mayDelete);
    }
  }
};

const ownerOf = (workspace: NotionWorkspace, request: VendorRequest): { id: string; isPoison: boolean } => {
  const id = idParam(request, 'pageId');
  if (workspace.pages.has(id)) return pageAt(workspace, id);
  const block = blockAt(workspace, id);
  return { id, isPoison: workspace.pages.get(block.pageId)?.isPoison === true };
};

/** A page's content as Markdown: read, and changed. */
export const pageMarkdownRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  {
    method: 'get',
    path: '/notion/v1/pages/:pageId/markdown',
    handle: (request) => {
      const { id, isPoison } = ownerOf(workspace, request);
      if (isPoison) throw new Refusal(gatewayTimeout());
      return json(toMarkdown(workspace, id));
    },
  },
  {
    method: 'patch',
    path: '/notion/v1/pages/:pageId/markdown',
    handle: (request) => {
      const page = pageAt(workspace, idParam(request, 'pageId'));
      if (page.isPoison) throw new Refusal(gatewayTimeout());
      apply({ workspace, page, author: byBot(workspace) }, parseInput(updateSchema, request.body));
      return json(toMarkdown(workspace, page.id));
    },
  },
];
