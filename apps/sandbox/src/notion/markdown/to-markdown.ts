import { contentOf, liveBlocks } from '../blocks/content.ts';
import { fileNameOf } from '../blocks/file-name.ts';
import { shownBlock } from '../blocks/synced.ts';
import { urlOf } from '../ids.ts';
import type { BlockRecord } from '../records.ts';
import { plainOf, type TextPart } from '../rich-text.ts';
import { titleOf, type NotionWorkspace } from '../workspace.ts';

interface Writing {
  readonly workspace: NotionWorkspace;
  readonly lines: string[];
  readonly unknownIds: string[];
  /** Blocks that may still be shown. */
  left: number;
  isTruncated: boolean;
}

const escaped = (text: string): string => text.replaceAll(/[\\*~`$[\]<>{}|^]/gu, (char) => `\\${char}`);

const wrapped = (text: string, marks: TextPart['marks']): string => {
  let result = text;
  if (marks?.includes('bold') === true) result = `**${result}**`;
  if (marks?.includes('italic') === true) result = `*${result}*`;
  if (marks?.includes('strikethrough') === true) result = `~~${result}~~`;
  return marks?.includes('underline') === true ? `<span underline="true">${result}</span>` : result;
};

const inline = (parts: readonly TextPart[] | undefined): string =>
  (parts ?? [])
    .map(({ content, url, marks, mention }) => {
      if (mention !== undefined) return `<mention-${mention.type} url="${urlOf(mention.id)}"/>`;
      const text = marks?.includes('code') === true ? `\`${content}\`` : escaped(content);
      const looked = wrapped(text.replaceAll('\n', '<br>'), marks);
      return url === undefined ? looked : `[${looked}](${url})`;
    })
    .join('');

const addressOf = (block: BlockRecord): string => {
  const { external, url } = block.fields;
  if (typeof url === 'string') return url;
  if (typeof external === 'object' && external !== null && 'url' in external) return String(external.url);
  return `https://prod-files-secure.example/${block.id}/${fileNameOf(block)}`;
};

const PREFIX: Readonly<Record<string, string>> = {
  paragraph: '',
  heading_1: '# ',
  heading_2: '## ',
  heading_3: '### ',
  heading_4: '#### ',
  bulleted_list_item: '- ',
  numbered_list_item: '1. ',
  quote: '> ',
};

const EMPTY: Readonly<Record<string, string>> = {
  divider: '---',
  table_of_contents: '<table_of_contents/>',
  breadcrumb: '',
};

const tag = (name: string, text: string, attributes = ''): string =>
  `<${name}${attributes}>${text}</${name}>`;

const linked = (block: BlockRecord): string => {
  const address = addressOf(block);
  return `[${inline(block.caption) || address}](${address})`;
};

const media = (block: BlockRecord): string =>
  tag(block.type, inline(block.caption), ` src="${addressOf(block)}"`);

const LINES: Readonly<Record<string, (block: BlockRecord, workspace: NotionWorkspace) => string>> = {
  to_do: (block) => `- [${block.fields['checked'] === true ? 'x' : ' '}] ${inline(block.text)}`,
  image: (block) => `![${inline(block.caption)}](${addressOf(block)})`,
  bookmark: linked,
  embed: linked,
  link_preview: linked,
  video: media,
  audio: media,
  pdf: media,
  file: media,
  equation: (block) => `$$${String(block.fields['expression'])}$$`,
  child_page: (block, workspace) => {
    const page = workspace.pages.get(block.id);
    return tag('page', escaped(page === undefined ? '' : titleOf(page)), ` url="${urlOf(block.id)}"`);
  },
  child_database: (block) =>
    tag('database', escaped(String(block.fields['title'])), ` url="${urlOf(block.id)}"`),
};

const singleLine = (workspace: NotionWorkspace, block: BlockRecord): string => {
  const prefix = PREFIX[block.type];
  if (prefix !== undefined) return `${prefix}${inline(block.text)}`;
  return EMPTY[block.type] ?? LINES[block.type]?.(block, workspace) ?? '';
};

const CONTAINERS: Readonly<Record<string, string>> = {
  callout: 'callout',
  toggle: 'details',
  column_list: 'columns',
  column: 'column',
  synced_block: 'synced_block',
  meeting_notes: 'meeting-notes',
};

const writeTable = (writing: Writing, block: BlockRecord, indent: string): void => {
  const hasHeader = block.fields['has_column_header'] === true;
  writing.lines.push(`${indent}<table header-row="${hasHeader}">`);
  for (const row of liveBlocks(writing.workspace, block.childIds)) {
    const cells = (row.cells ?? []).map((cell) => `${indent}\t\t${tag('td', inline(cell))}`);
    writing.lines.push(`${indent}\t<tr>`, ...cells, `${indent}\t</tr>`);
  }
  writing.lines.push(`${indent}</table>`);
};

const writeUnknown = (writing: Writing, block: BlockRecord, indent: string): void => {
  writing.unknownIds.push(block.id);
  const alt = typeof block.fields['block_type'] === 'string' ? block.fields['block_type'] : block.type;
  writing.lines.push(`${indent}<unknown url="${urlOf(block.id)}" alt="${alt}"/>`);
};

const writeContainer = (writing: Writing, block: BlockRecord, name: string, indent: string): void => {
  const { lines } = writing;
  lines.push(`${indent}<${name}>`);
  const text = inline(block.text);
  if (text !== '') lines.push(name === 'details' ? `${indent}${tag('summary', text)}` : `${indent}\t${text}`);
  writeMany(writing, shownBlock(writing.workspace, block)?.childIds ?? [], `${indent}\t`);
  lines.push(`${indent}</${name}>`);
};

const writeOne = (writing: Writing, block: BlockRecord, indent: string): void => {
  writing.left -= 1;
  if (writing.left < 0) writing.isTruncated = true;
  const isReadable = block.type !== 'unsupported' && shownBlock(writing.workspace, block) !== undefined;
  if (writing.left < 0 || !isReadable) return writeUnknown(writing, block, indent);
  if (block.type === 'table') return writeTable(writing, block, indent);
  if (block.type === 'code') {
    const code = plainOf(block.text).split('\n');
    const fenced = [`\`\`\`${String(block.fields['language'])}`, ...code, '```'];
    writing.lines.push(...fenced.map((line) => `${indent}${line}`));
    return undefined;
  }
  const container = CONTAINERS[block.type];
  if (container !== undefined) return writeContainer(writing, block, container, indent);
  writing.lines.push(`${indent}${singleLine(writing.workspace, block)}`);
  return writeMany(writing, block.childIds, `${indent}\t`);
};

const writeMany = (writing: Writing, ids: readonly string[], indent: string): void => {
  for (const block of liveBlocks(writing.workspace, ids)) writeOne(writing, block, indent);
};

/** What a page or block holds, as Notion's own Markdown. Past the limit, and where it cannot read, it leaves tags. */
export const toMarkdown = (workspace: NotionWorkspace, id: string): object => {
  const page = workspace.pages.get(id);
  const block = page === undefined ? workspace.blocks.get(id) : undefined;
  const limit = workspace.limits.markdownBlocks;
  const writing: Writing = { workspace, lines: [], unknownIds: [], left: limit, isTruncated: false };
  if (page !== undefined) writeMany(writing, contentOf(workspace, page), '');
  else if (block !== undefined) writeOne(writing, block, '');
  return {
    object: 'page_markdown',
    id,
    markdown: writing.lines.join('\n'),
    truncated: writing.isTruncated,
    unknown_block_ids: writing.unknownIds,
  };
};
