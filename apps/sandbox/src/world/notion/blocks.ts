import type { NewBlock } from '../../notion/records.ts';
import { plain, type TextPart } from '../../notion/rich-text.ts';

type Text = string | readonly TextPart[];

const toParts = (text: Text): readonly TextPart[] => (typeof text === 'string' ? plain(text) : text);

const ofText =
  (type: string, fields: Readonly<Record<string, unknown>> = {}) =>
  (text: Text, children: readonly NewBlock[] = []): NewBlock => ({
    type,
    text: toParts(text),
    fields,
    children,
  });

export const paragraph = ofText('paragraph');
export const heading1 = ofText('heading_1');
export const heading2 = ofText('heading_2');
export const heading3 = ofText('heading_3');
export const bullet = ofText('bulleted_list_item');
export const numbered = ofText('numbered_list_item');
export const quote = ofText('quote');
export const toggle = ofText('toggle');
export const callout = ofText('callout', { icon: { type: 'emoji', emoji: '💡' }, color: 'gray_background' });

export const toDo = (text: Text, checked: boolean): NewBlock => ({
  type: 'to_do',
  text: toParts(text),
  fields: { checked },
});

export const code = (language: string, text: string): NewBlock => ({
  type: 'code',
  text: plain(text),
  fields: { language },
});

export const divider: NewBlock = { type: 'divider' };

export const link = (label: string, url: string): TextPart => ({ content: label, url });

export const bold = (content: string): TextPart => ({ content, marks: ['bold'] });

export const image = (url: string, caption: string): NewBlock => ({
  type: 'image',
  caption: plain(caption),
  fields: { type: 'external', external: { url } },
});

/** A file that somebody put there: its address is signed and expires. */
export const upload = (type: 'image' | 'pdf' | 'file', name: string): NewBlock => ({
  type,
  fields: { type: 'file', name },
});

export const bookmark = (url: string): NewBlock => ({ type: 'bookmark', fields: { url } });

export const table = (rows: readonly (readonly string[])[]): NewBlock => ({
  type: 'table',
  fields: { table_width: rows[0]?.length ?? 1, has_column_header: true, has_row_header: false },
  children: rows.map((cells) => ({ type: 'table_row', cells: cells.map(plain) })),
});

export const columns = (...parts: readonly (readonly NewBlock[])[]): NewBlock => ({
  type: 'column_list',
  children: parts.map((children) => ({ type: 'column', children })),
});

export const childPage = (id: string): NewBlock => ({ type: 'child_page', id });

export const childDatabase = (id: string, title: string): NewBlock => ({
  type: 'child_database',
  id,
  fields: { title },
});

/** What Notion's app can show and its API cannot. */
export const unsupported = (blockType: string): NewBlock => ({
  type: 'unsupported',
  fields: { block_type: blockType },
});

export const syncedOriginal = (id: string, children: readonly NewBlock[]): NewBlock => ({
  type: 'synced_block',
  id,
  fields: { synced_from: null },
  children,
});

export const syncedCopy = (originalId: string): NewBlock => ({
  type: 'synced_block',
  fields: { synced_from: { type: 'block_id', block_id: originalId } },
});
