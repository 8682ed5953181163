import type { RootContent } from 'mdast';
import { blocksOf, joinLists, listOf, paragraphOf, tableOf } from '../markdown/nodes.ts';
import { notionPageUrl, stableUrl } from '../stable-url.ts';
import type { NotionBlock } from './block.ts';
import { plainRichText, toPhrasing } from './rich-text.ts';

const placeOf = (block: NotionBlock, pageId: string) => ({ pageId, blockId: block.id });

const textOf = (block: NotionBlock, pageId: string): RootContent[] =>
  paragraphOf(toPhrasing(block.data.rich_text, placeOf(block, pageId)));

const withChildren = (own: readonly RootContent[], block: NotionBlock, pageId: string): RootContent[] => [
  ...own,
  ...toNodes(block.children, pageId),
];

const heading = (block: NotionBlock, pageId: string, depth: 1 | 2 | 3 | 4): RootContent[] => {
  const children = toPhrasing(block.data.rich_text, placeOf(block, pageId));
  return withChildren(children.length === 0 ? [] : [{ type: 'heading', depth, children }], block, pageId);
};

const callout = (block: NotionBlock, pageId: string): RootContent[] => {
  const icon = block.data.icon?.emoji;
  const text = toPhrasing(block.data.rich_text, placeOf(block, pageId));
  const own = paragraphOf(icon === undefined ? text : [{ type: 'text', value: `${icon} ` }, ...text]);
  return [{ type: 'blockquote', children: blocksOf(withChildren(own, block, pageId)) }];
};

const toggle = (block: NotionBlock, pageId: string): RootContent[] => {
  const children = toPhrasing(block.data.rich_text, placeOf(block, pageId));
  return withChildren(
    children.length === 0 ? [] : paragraphOf([{ type: 'strong', children }]),
    block,
    pageId,
  );
};

const urlOf = ({ data }: NotionBlock): string => data.file?.url ?? data.external?.url ?? data.url ?? '';

const file = (block: NotionBlock, pageId: string): RootContent[] => {
  const place = placeOf(block, pageId);
  const [url, caption] = [stableUrl(urlOf(block), place), plainRichText(block.data.caption)];
  if (url === '') return paragraphOf(toPhrasing(block.data.caption, place));
  if (block.type === 'image') return paragraphOf([{ type: 'image', url, alt: caption }]);
  const value = caption === '' ? (block.data.name ?? url) : caption;
  return paragraphOf([{ type: 'link', url, children: [{ type: 'text', value }] }]);
};

/** A page or database below: its id is its block's. */
const page = (block: NotionBlock): RootContent[] => {
  const value = block.data.title ?? '';
  if (value === '') return [];
  return paragraphOf([{ type: 'link', url: notionPageUrl(block.id), children: [{ type: 'text', value }] }]);
};

const table = (block: NotionBlock, pageId: string): RootContent[] =>
  tableOf(block.children.map((row) => row.data.cells.map((cell) => toPhrasing(cell, placeOf(row, pageId)))));

const item = (block: NotionBlock, pageId: string, ordered: boolean): RootContent[] => [
  listOf(withChildren(textOf(block, pageId), block, pageId), {
    ordered,
    checked: block.type === 'to_do' ? (block.data.checked ?? false) : undefined,
  }),
];

type Writer = (block: NotionBlock, pageId: string) => RootContent[];

const code: Writer = ({ data }) => [
  { type: 'code', lang: data.language ?? null, value: plainRichText(data.rich_text) },
];

const writers: Readonly<Record<string, Writer>> = {
  heading_1: (block, pageId) => heading(block, pageId, 1),
  heading_2: (block, pageId) => heading(block, pageId, 2),
  heading_3: (block, pageId) => heading(block, pageId, 3),
  heading_4: (block, pageId) => heading(block, pageId, 4),
  bulleted_list_item: (block, pageId) => item(block, pageId, false),
  to_do: (block, pageId) => item(block, pageId, false),
  numbered_list_item: (block, pageId) => item(block, pageId, true),
  quote: (block, pageId) => [
    { type: 'blockquote', children: blocksOf(withChildren(textOf(block, pageId), block, pageId)) },
  ],
  callout,
  toggle,
  code,
  equation: ({ data }) => [{ type: 'code', lang: 'math', value: data.expression ?? '' }],
  divider: () => [{ type: 'thematicBreak' }],
  table,
  child_page: page,
  child_database: page,
  image: file,
  video: file,
  audio: file,
  file,
  pdf: file,
  embed: file,
  bookmark: file,
  link_preview: file,
};

/** Any other block is its text and what is below it: paragraphs, columns, synced blocks, what comes next year. */
const anyBlock: Writer = (block, pageId) => withChildren(textOf(block, pageId), block, pageId);

/** Blocks as Markdown's. */
export function toNodes(blocks: readonly NotionBlock[], pageId: string): RootContent[] {
  return joinLists(blocks.flatMap((block) => (writers[block.type] ?? anyBlock)(block, pageId)));
}
