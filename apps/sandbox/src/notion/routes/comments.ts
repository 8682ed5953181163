import { z } from 'zod';
import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { announce } from '../changes/announce.ts';
import { invalid, notFound } from '../errors.ts';
import { idAt } from '../ids.ts';
import { listAnswer, pageOf, pageQuerySchema } from '../paging.ts';
import { parseInput } from '../parse.ts';
import { blockAt, pageAt } from '../reach.ts';
import type { CommentRecord, Parent } from '../records.ts';
import { plain, richTextSchema } from '../rich-text.ts';
import { byBot, type NotionWorkspace } from '../workspace.ts';
import { wireComment } from '../wire-page.ts';

const createSchema = z.object({
  parent: z.object({ page_id: z.string(), block_id: z.string() }).partial().optional(),
  discussion_id: z.string().optional(),
  rich_text: richTextSchema.optional(),
  markdown: z.string().optional(),
});

type Creation = z.output<typeof createSchema>;

type Place = Pick<CommentRecord, 'pageId' | 'parent' | 'discussionId'>;

const placeOf = (workspace: NotionWorkspace, { parent, discussion_id: discussion }: Creation): Place => {
  if (discussion !== undefined) {
    const first = workspace.comments.find(({ discussionId }) => discussionId === discussion);
    if (first === undefined) throw notFound('discussion', discussion);
    return first;
  }
  if (parent?.page_id !== undefined) {
    const page = pageAt(workspace, idAt('body.parent.page_id', parent.page_id));
    return { pageId: page.id, parent: { type: 'page_id', id: page.id }, discussionId: workspace.newId() };
  }
  const block = blockAt(workspace, idAt('body.parent.block_id', parent?.block_id ?? ''));
  return {
    pageId: block.pageId,
    parent: { type: 'block_id', id: block.id },
    discussionId: workspace.newId(),
  };
};

const create = (workspace: NotionWorkspace, raw: unknown): CommentRecord => {
  const body = parseInput(createSchema, raw);
  const text = body.rich_text ?? (body.markdown === undefined ? undefined : plain(body.markdown));
  if (text === undefined) throw invalid('body failed validation: body.rich_text should be defined.');
  const { pageId, parent, discussionId } = placeOf(workspace, body);
  const id = workspace.newId();
  const author = byBot(workspace);
  const createdMs = workspace.nowMs();
  const comment: CommentRecord = { id, pageId, parent, discussionId, text, createdMs, createdBy: author.id };
  workspace.comments.push(comment);
  announce(workspace, {
    type: 'comment.created',
    entity: { id, type: 'comment' },
    parent,
    author,
    data: { page_id: pageId },
  });
  return comment;
};

const listSchema = pageQuerySchema.extend({ block_id: z.string() });

const hangsAt = ({ parent }: { readonly parent: Parent }, id: string): boolean =>
  parent.type !== 'workspace' && parent.id === id;

/** Comments on pages and blocks. */
export const commentRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  {
    method: 'post',
    path: '/notion/v1/comments',
    handle: (request) => json(wireComment(workspace, create(workspace, request.body))),
  },
  {
    method: 'get',
    path: '/notion/v1/comments',
    handle: (request) => {
      const asked = parseInput(listSchema, request.query, 'query');
      const id = idAt('query.block_id', asked.block_id);
      if (workspace.pages.has(id)) pageAt(workspace, id);
      else blockAt(workspace, id);
      const found = workspace.comments.filter((comment) => hangsAt(comment, id));
      const page = pageOf(found, (comment) => comment.id, asked);
      return json(
        listAnswer(
          'comment',
          page.items.map((comment) => wireComment(workspace, comment)),
          page.next,
        ),
      );
    },
  },
];
