import { z } from 'zod';
import {
  writeNotion,
  type AskOptions,
  type NotionDeps,
  type NotionListPage,
  type NotionRows,
} from './asking.ts';
import { readPage } from './list-page.ts';
import { plainOf, richTextSchema, toRichText } from './rich-text.ts';

/** A comment on a page. */
export interface NotionComment {
  readonly id: string;
  readonly discussionId: string;
  readonly text: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
}

/** Whose comments. */
export interface CommentPage extends NotionListPage {
  readonly pageId: string;
}

/** A comment to be. */
export interface NewNotionComment {
  readonly pageId: string;
  readonly text: string;
}

const commentSchema = z
  .object({
    object: z.literal('comment'),
    id: z.string().min(1),
    discussion_id: z.string(),
    created_time: z.string(),
    created_by: z.object({ id: z.string() }).nullish(),
    rich_text: richTextSchema,
  })
  .transform((comment): NotionComment => ({
    id: comment.id,
    discussionId: comment.discussion_id,
    text: plainOf(comment.rich_text),
    createdBy: comment.created_by?.id ?? null,
    createdAt: new Date(comment.created_time),
  }));

/** One page of the open comments on a page. */
export const listComments = (
  deps: NotionDeps,
  { pageId, ...page }: CommentPage,
  options: AskOptions,
): Promise<NotionRows<NotionComment>> =>
  readPage(
    deps,
    {
      operation: 'comments.list',
      ask: (client, params) => client.comments.list({ block_id: pageId, ...params }),
      read: (row) => commentSchema.parse(row),
    },
    page,
    options,
  );

/** Comments on a page. Not safe to repeat: Notion has no key for it; look at the comments first. */
export const createComment = (
  deps: NotionDeps,
  { pageId, text }: NewNotionComment,
  options: AskOptions,
): Promise<NotionComment> =>
  writeNotion(
    deps,
    {
      operation: 'comments.create',
      idempotent: false,
      ask: (client) => client.comments.create({ parent: { page_id: pageId }, rich_text: toRichText(text) }),
      read: (answer) => commentSchema.parse(answer),
    },
    options,
  );
