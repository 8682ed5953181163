import { trashFlags, type ApiVersion } from '../api-version.ts';
import { minuteText } from '../minute.ts';
import type { BlockRecord } from '../records.ts';
import { wireText } from '../rich-text.ts';
import { titleOf, type NotionWorkspace } from '../workspace.ts';
import { wireParent } from '../wire-parent.ts';
import { liveBlocks } from './content.ts';
import { fileNameOf } from './file-name.ts';

const FILE_LIFE_MS = 3_600_000;

/** An uploaded file's address is signed anew for each reader and lives an hour. */
const signedFile = (block: BlockRecord, nowMs: number): object => ({
  url: `https://prod-files-secure.example/${block.id}/${fileNameOf(block)}?X-Amz-Date=${nowMs}&X-Amz-Expires=3600`,
  expiry_time: new Date(nowMs + FILE_LIFE_MS).toISOString(),
});

const fieldsOf = (workspace: NotionWorkspace, block: BlockRecord): Readonly<Record<string, unknown>> => {
  const page = workspace.pages.get(block.id);
  if (block.type === 'child_page' && page !== undefined) return { title: titleOf(page) };
  if (block.fields['type'] !== 'file') return block.fields;
  return { ...block.fields, file: signedFile(block, workspace.nowMs()) };
};

/** The older version calls the notes of a meeting by another name. */
const wireType = (type: string, version: ApiVersion): string =>
  type === 'meeting_notes' && version === '2025-09-03' ? 'transcription' : type;

const hasChildren = (workspace: NotionWorkspace, block: BlockRecord): boolean =>
  block.type === 'child_page' ||
  block.fields['block_type'] === 'ai_block' ||
  block.fields['synced_from'] !== undefined ||
  liveBlocks(workspace, block.childIds).length > 0;

/** A block in Notion's shape. */
export const wireBlock = (workspace: NotionWorkspace, block: BlockRecord, version: ApiVersion): object => {
  const { text, caption, cells } = block;
  const type = wireType(block.type, version);
  return {
    object: 'block',
    id: block.id,
    parent: wireParent(workspace, block.parent),
    created_time: minuteText(block.createdMs),
    last_edited_time: minuteText(block.editedMs),
    created_by: { object: 'user', id: block.createdBy },
    last_edited_by: { object: 'user', id: block.editedBy },
    has_children: hasChildren(workspace, block),
    ...trashFlags(block.isTrashed, version),
    type,
    [type]: {
      ...(text === undefined ? {} : { rich_text: wireText(text) }),
      ...(caption === undefined ? {} : { caption: wireText(caption) }),
      ...(cells === undefined ? {} : { cells: cells.map(wireText) }),
      ...fieldsOf(workspace, block),
    },
  };
};
