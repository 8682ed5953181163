import { z } from 'zod';
import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { versionOf, type ApiVersion } from '../api-version.ts';
import { parsePayload } from '../blocks/parse-blocks.ts';
import { wireBlock } from '../blocks/wire-block.ts';
import { editBlock } from '../changes/edit-content.ts';
import { setTrashed } from '../changes/edit-page.ts';
import { invalid } from '../errors.ts';
import { idParam } from '../ids.ts';
import { parseInput } from '../parse.ts';
import { blockAt, pageAt } from '../reach.ts';
import type { BlockRecord, PageRecord } from '../records.ts';
import { byBot, type NotionWorkspace } from '../workspace.ts';

/** Every page is a block, too, also one that hangs in no other page. */
const asBlock = (page: PageRecord): BlockRecord => ({
  ...page,
  pageId: page.id,
  type: 'child_page',
  text: undefined,
  caption: undefined,
  cells: undefined,
  fields: {},
  childIds: [],
});

const findBlock = (workspace: NotionWorkspace, id: string): BlockRecord => {
  const isPage = workspace.pages.has(id) && !workspace.blocks.has(id);
  const block = isPage ? asBlock(pageAt(workspace, id)) : blockAt(workspace, id);
  if (block.fields['block_type'] === 'ai_block') {
    throw invalid('Block type ai_block is not supported via the API.');
  }
  return block;
};

const updateSchema = z.looseObject({ in_trash: z.boolean().optional(), archived: z.boolean().optional() });

const trashOf = (body: z.output<typeof updateSchema>, version: ApiVersion): boolean | undefined => {
  if (version === '2026-03-11' && body.archived !== undefined) {
    throw invalid('body failed validation: body.archived should be not present; use in_trash.');
  }
  return body.in_trash ?? body.archived;
};

const editingOf = (workspace: NotionWorkspace, block: BlockRecord) => ({
  workspace,
  page: pageAt(workspace, block.pageId),
  author: byBot(workspace),
});

const trash = (workspace: NotionWorkspace, block: BlockRecord): void => {
  const page = workspace.pages.get(block.id);
  if (page === undefined) editBlock(editingOf(workspace, block), block, { isTrashed: true });
  else setTrashed({ workspace, page, author: byBot(workspace) }, true);
};

/** Single blocks: read, changed, moved to the trash. */
export const blockRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  {
    method: 'get',
    path: '/notion/v1/blocks/:blockId',
    handle: (request) => {
      const block = findBlock(workspace, idParam(request, 'blockId'));
      return json(wireBlock(workspace, block, versionOf(request)));
    },
  },
  {
    method: 'patch',
    path: '/notion/v1/blocks/:blockId',
    handle: (request) => {
      const block = blockAt(workspace, idParam(request, 'blockId'));
      const body = parseInput(updateSchema, request.body ?? {});
      const version = versionOf(request);
      const isTrashed = trashOf(body, version);
      if (block.isTrashed && isTrashed !== false) {
        throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
      }
      const payload = body[block.type];
      const change = payload === undefined ? {} : parsePayload(payload, `body.${block.type}`);
      editBlock(editingOf(workspace, block), block, { ...change, isTrashed });
      return json(wireBlock(workspace, block, version));
    },
  },
  {
    method: 'delete',
    path: '/notion/v1/blocks/:blockId',
    handle: (request) => {
      const block = findBlock(workspace, idParam(request, 'blockId'));
      trash(workspace, block);
      return json(wireBlock(workspace, { ...block, isTrashed: true }, versionOf(request)));
    },
  },
];
