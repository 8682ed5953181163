import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { json } from '../../http/reply.ts';
import type { Route, VendorRequest } from '../../http/route.ts';
import { versionOf, type ApiVersion } from '../api-version.ts';
import { shapeOf } from '../blocks/block-types.ts';
import { contentOf, liveBlocks, type Place } from '../blocks/content.ts';
import { parseBlocks } from '../blocks/parse-blocks.ts';
import { originalIdOf } from '../blocks/synced.ts';
import { wireBlock } from '../blocks/wire-block.ts';
import { appendBlocks } from '../changes/edit-content.ts';
import { gatewayTimeout, invalid } from '../errors.ts';
import { idAt, idParam } from '../ids.ts';
import { listAnswer, pageOf, pageQuerySchema } from '../paging.ts';
import { parseInput } from '../parse.ts';
import { blockAt, pageAt } from '../reach.ts';
import type { BlockRecord, PageRecord } from '../records.ts';
import { byBot, type NotionWorkspace } from '../workspace.ts';

interface Holder {
  readonly page: PageRecord;
  readonly block: BlockRecord | undefined;
}

/** What children hang under: a page, or a block in one. */
const holderOf = (workspace: NotionWorkspace, request: VendorRequest): Holder => {
  const id = idParam(request, 'blockId');
  if (workspace.pages.has(id)) return { page: pageAt(workspace, id), block: undefined };
  const block = blockAt(workspace, id);
  return { page: pageAt(workspace, block.pageId), block };
};

/** A synced block shows what its original holds, which may be out of reach. */
const childIdsOf = (workspace: NotionWorkspace, { page, block }: Holder): readonly string[] => {
  if (block === undefined) return contentOf(workspace, page);
  if (block.fields['block_type'] === 'ai_block') {
    throw invalid('Block type ai_block is not supported via the API.');
  }
  const originalId = originalIdOf(block);
  return originalId === undefined ? block.childIds : blockAt(workspace, originalId).childIds;
};

const appendSchema = z.object({
  children: z.unknown().optional(),
  after: z.string().optional(),
  position: z
    .object({
      type: z.enum(['start', 'end', 'after_block']),
      after_block: z.object({ id: z.string() }).optional(),
    })
    .optional(),
});

const refuseOther = (body: z.output<typeof appendSchema>, version: ApiVersion): void => {
  const [wrong, right] =
    version === '2026-03-11' ? (['after', 'position'] as const) : (['position', 'after'] as const);
  if (body[wrong] === undefined) return;
  throw invalid(`body failed validation: body.${wrong} should be not present; use ${right}.`);
};

const placeOf = (body: z.output<typeof appendSchema>, ids: readonly string[]): Place => {
  const { position } = body;
  if (position !== undefined && position.type !== 'after_block') return { type: position.type };
  const after = body.after ?? position?.after_block?.id;
  if (after === undefined) return { type: 'end' };
  const id = idAt('body.after', after);
  if (!ids.includes(id)) throw invalid(`The block to append after is not a child of this one: ${id}`);
  return { type: 'after', id };
};

const append = (workspace: NotionWorkspace, holder: Holder, raw: unknown, version: ApiVersion): object => {
  const body = parseInput(appendSchema, raw);
  refuseOther(body, version);
  if (holder.page.isTrashed) throw invalid("Can't edit block that is archived.");
  if (holder.block !== undefined && shapeOf(holder.block.type)?.canHaveChildren !== true) {
    throw invalid('Block does not support children.');
  }
  const place = placeOf(body, childIdsOf(workspace, holder));
  const editing = { workspace, page: holder.page, author: byBot(workspace) };
  const made = appendBlocks(editing, parseBlocks(body.children), { under: holder.block, place });
  return listAnswer(
    'block',
    made.map((block) => wireBlock(workspace, block, version)),
    null,
  );
};

/** The children of a page or block: listed, and added to. */
export const blockChildrenRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  {
    method: 'get',
    path: '/notion/v1/blocks/:blockId/children',
    handle: (request) => {
      const holder = holderOf(workspace, request);
      if (holder.page.isPoison) throw new Refusal(gatewayTimeout());
      const asked = parseInput(pageQuerySchema, request.query, 'query');
      const blocks = liveBlocks(workspace, childIdsOf(workspace, holder));
      const page = pageOf(blocks, ({ id }) => id, asked);
      const version = versionOf(request);
      return json(
        listAnswer(
          'block',
          page.items.map((block) => wireBlock(workspace, block, version)),
          page.next,
        ),
      );
    },
  },
  {
    method: 'patch',
    path: '/notion/v1/blocks/:blockId/children',
    handle: (request) =>
      json(append(workspace, holderOf(workspace, request), request.body, versionOf(request))),
  },
];
