import type { NotionBlock } from '../block.ts';
import type { BlockNode } from '../block-tree.ts';
import { plainOf } from '../rich-text.ts';
import { inlineMarkdown } from './inline.ts';

const PREFIX: Readonly<Record<string, string>> = {
  heading_1: '# ',
  heading_2: '## ',
  heading_3: '### ',
  heading_4: '#### ',
  bulleted_list_item: '- ',
  numbered_list_item: '1. ',
  quote: '> ',
};

const CONTAINERS: Readonly<Record<string, string>> = {
  callout: 'callout',
  toggle: 'details',
  column_list: 'columns',
  column: 'column',
  synced_block: 'synced_block',
};

const LINKS = new Set(['bookmark', 'embed', 'link_preview', 'video', 'audio', 'pdf', 'file']);

const address = (id: string): string => `https://www.notion.so/${id.replaceAll('-', '')}`;

interface Parts {
  readonly text: string;
  readonly caption: string;
  readonly url: string;
}

const LINES: Readonly<Record<string, (block: NotionBlock, parts: Parts) => string>> = {
  to_do: ({ checked }, { text }) => `- [${checked === true ? 'x' : ' '}] ${text}`,
  image: (_block, { caption, url }) => `![${caption}](${url})`,
  equation: ({ expression }) => `$$${expression ?? ''}$$`,
  divider: () => '---',
  child_page: ({ id, title }) => `<page url="${address(id)}">${title ?? ''}</page>`,
  child_database: ({ id, title }) => `<database url="${address(id)}">${title ?? ''}</database>`,
};

/** The line of a block that stands for itself. */
const ownLine = (block: NotionBlock): string => {
  const text = inlineMarkdown(block.text);
  const caption = inlineMarkdown(block.caption);
  // An uploaded file is named by its block: its address is dead within the hour.
  const url = block.isUpload ? address(block.id) : (block.url ?? '');
  if (LINKS.has(block.type)) return `[${caption === '' ? url : caption}](${url})`;
  return LINES[block.type]?.(block, { text, caption, url }) ?? `${PREFIX[block.type] ?? ''}${text}`;
};

const tableLines = ({ block: _table, children }: BlockNode): readonly string[] => [
  '<table>',
  ...children.flatMap(({ block }) => [
    '\t<tr>',
    ...block.cells.map((cell) => `\t\t<td>${inlineMarkdown(cell)}</td>`),
    '\t</tr>',
  ]),
  '</table>',
];

const codeLines = (block: NotionBlock): readonly string[] => [
  `\`\`\`${block.language ?? ''}`,
  ...plainOf(block.text).split('\n'),
  '```',
];

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `\t${line}`);

const containerLines = (name: string, { block, children }: BlockNode): readonly string[] => {
  const text = inlineMarkdown(block.text);
  const summary = name === 'details' ? `<summary>${text}</summary>` : `\t${text}`;
  return [`<${name}>`, ...(text === '' ? [] : [summary]), ...indented(linesOf(children)), `</${name}>`];
};

const nodeLines = (node: BlockNode): readonly string[] => {
  const { block, children } = node;
  if (block.type === 'table') return tableLines(node);
  if (block.type === 'code') return codeLines(block);
  const container = CONTAINERS[block.type];
  if (container !== undefined) return containerLines(container, node);
  return [ownLine(block), ...indented(linesOf(children))];
};

const linesOf = (nodes: readonly BlockNode[]): readonly string[] => nodes.flatMap(nodeLines);

/** Blocks as Markdown, the way Notion writes it, so that one reader reads both. */
export const blocksToMarkdown = (nodes: readonly BlockNode[]): string => linesOf(nodes).join('\n');
