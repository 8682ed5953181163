import type { BlockObjectRequest } from '@notionhq/client';
import { toRichText, toRuns, type NewNotionText } from './rich-text.ts';

type Language =
  | 'plain text'
  | 'bash'
  | 'javascript'
  | 'json'
  | 'markdown'
  | 'python'
  | 'sql'
  | 'typescript'
  | 'yaml';

/** A block to be written. A text of any length is cut as Notion wants it. */
export type NewNotionBlock =
  | {
      readonly type:
        | 'paragraph'
        | 'heading_1'
        | 'heading_2'
        | 'heading_3'
        | 'bulleted_list_item'
        | 'numbered_list_item'
        | 'quote'
        | 'callout';
      readonly text: NewNotionText;
    }
  | { readonly type: 'to_do'; readonly text: NewNotionText; readonly checked: boolean }
  | { readonly type: 'code'; readonly text: string; readonly language: Language }
  | { readonly type: 'divider' }
  | { readonly type: 'bookmark'; readonly url: string }
  | { readonly type: 'table'; readonly rows: readonly (readonly string[])[] };

type RichText = ReturnType<typeof toRichText>;
type WithText = Extract<NewNotionBlock, { text: NewNotionText }>;
type TextType = Exclude<WithText['type'], 'to_do' | 'code'>;

const textBlock = (type: TextType, text: RichText): BlockObjectRequest => {
  switch (type) {
    case 'paragraph':
      return { type, paragraph: { rich_text: text } };
    case 'heading_1':
      return { type, heading_1: { rich_text: text } };
    case 'heading_2':
      return { type, heading_2: { rich_text: text } };
    case 'heading_3':
      return { type, heading_3: { rich_text: text } };
    case 'bulleted_list_item':
      return { type, bulleted_list_item: { rich_text: text } };
    case 'numbered_list_item':
      return { type, numbered_list_item: { rich_text: text } };
    case 'quote':
      return { type, quote: { rich_text: text } };
    case 'callout':
      return { type, callout: { rich_text: text } };
  }
};

const tableBlock = (rows: readonly (readonly string[])[]): BlockObjectRequest => ({
  type: 'table',
  table: {
    table_width: Math.max(...rows.map((cells) => cells.length), 1),
    has_column_header: true,
    children: rows.map((cells) => ({ type: 'table_row', table_row: { cells: cells.map(toRichText) } })),
  },
});

const plainRequest = (block: Exclude<NewNotionBlock, WithText>): BlockObjectRequest => {
  switch (block.type) {
    case 'divider':
      return { type: 'divider', divider: {} };
    case 'bookmark':
      return { type: 'bookmark', bookmark: { url: block.url } };
    case 'table':
      return tableBlock(block.rows);
  }
};

const textRequest = (block: WithText, text: RichText): BlockObjectRequest => {
  if (block.type === 'to_do') return { type: 'to_do', to_do: { rich_text: text, checked: block.checked } };
  if (block.type === 'code') return { type: 'code', code: { rich_text: text, language: block.language } };
  return textBlock(block.type, text);
};

/** The requests of a block: several where one cannot hold its text. */
const toRequests = (block: NewNotionBlock): readonly BlockObjectRequest[] =>
  'text' in block ? toRuns(block.text).map((text) => textRequest(block, text)) : [plainRequest(block)];

/** So many blocks are taken at a time. */
const AT_A_TIME = 100;

/** Blocks as Notion takes them, a hundred to a request; at least one request, which may be empty. */
export const toBlockBatches = (blocks: readonly NewNotionBlock[]): BlockObjectRequest[][] => {
  const requests = blocks.flatMap(toRequests);
  const batches: BlockObjectRequest[][] = [];
  for (let start = 0; start === 0 || start < requests.length; start += AT_A_TIME) {
    batches.push(requests.slice(start, start + AT_A_TIME));
  }
  return batches;
};
