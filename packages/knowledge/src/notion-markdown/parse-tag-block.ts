import type { PhrasingContent, RootContent } from 'mdast';
import { blocksOf, paragraphOf } from '../markdown/nodes.ts';
import { stableUrl, type FilePlace } from '../stable-url.ts';
import { parseInline } from './inline.ts';
import type { LineReader } from './line-reader.ts';
import { parseTable } from './parse-table.ts';
import type { Tag } from './tag.ts';

/** What a block of tags needs of the parser it is part of. */
export interface BlockContext {
  readonly reader: LineReader;
  readonly place: FilePlace;
  /** The blocks up to the line that closes what was opened, which is taken. */
  readonly childrenUntilClosed: () => RootContent[];
}

const NOTHING = ['table_of_contents', 'empty-block', 'breadcrumb', 'colgroup'];
const FILES = ['audio', 'video', 'file', 'pdf', 'embed', 'bookmark'];
const PAGES = ['page', 'database', 'data-source'];
const CONTAINERS = [
  'callout',
  'columns',
  'column',
  'details',
  'synced_block',
  'synced_block_reference',
  'meeting-notes',
  'summary',
  'notes',
  'transcript',
  'unknown',
];

/** What tags that stand for themselves need to be written on: a whole line. */
export const isBlockTag = ({ name }: Tag): boolean =>
  name === 'table' || [...NOTHING, ...FILES, ...PAGES, ...CONTAINERS].includes(name);

const innerOf = ({ name, rest }: Tag): string | undefined => {
  const closing = `</${name}>`;
  return rest.includes(closing) ? rest.slice(0, rest.lastIndexOf(closing)) : undefined;
};

const nameOf = (target: string): string => {
  const last = target.split(/[/=]/u).at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    // It holds a percent sign that encodes nothing.
    return last;
  }
};

const textOf = (text: string, place: FilePlace): PhrasingContent[] => parseInline(text, { place });

/** A link of a line's own: a file under its caption, a page under its title. */
const linkOf = (tag: Tag, { place, childrenUntilClosed }: BlockContext): RootContent[] => {
  const { src, source, url } = tag.attributes;
  const target = stableUrl(src ?? source ?? url ?? '', place);
  const inner = innerOf(tag);
  const caption = textOf(inner ?? tag.rest, place);
  const below = inner === undefined && !tag.isEmpty ? childrenUntilClosed() : [];
  if (target === '') return [...paragraphOf(caption), ...below];
  const children: PhrasingContent[] =
    caption.length > 0 ? caption : [{ type: 'text', value: nameOf(target) || target }];
  return [...paragraphOf([{ type: 'link', url: target, children }]), ...below];
};

/** An emoji says what a callout is for; the address of a picture says nothing. */
const iconOf = ({ attributes: { icon } }: Tag): string =>
  icon === undefined || /[:/]/u.test(icon) ? '' : `${icon} `;

/** A quote, the icon before its first words. */
export const calloutOf = (tag: Tag, children: readonly RootContent[]): RootContent[] => {
  const [first, ...rest] = children;
  const icon = iconOf(tag);
  if (first === undefined) return [];
  const head: RootContent[] =
    icon !== '' && first.type === 'paragraph'
      ? [{ ...first, children: [{ type: 'text', value: icon }, ...first.children] }]
      : [first];
  return [{ type: 'blockquote', children: blocksOf([...head, ...rest]) }];
};

const titleOf = (text: string, place: FilePlace): RootContent[] => {
  const children = parseInline(text, { place, oneLine: true });
  return children.length === 0 ? [] : paragraphOf([{ type: 'strong', children }]);
};

const containerOf = (tag: Tag, context: BlockContext): RootContent[] => {
  const inner = innerOf(tag);
  if (tag.name === 'summary' && inner !== undefined) return titleOf(inner, context.place);
  const before = paragraphOf(textOf(inner ?? tag.rest, context.place));
  const children = inner === undefined ? [...before, ...context.childrenUntilClosed()] : before;
  return tag.name === 'callout' ? calloutOf(tag, children) : children;
};

const tableBlock = (tag: Tag, { reader, place }: BlockContext): RootContent[] => {
  const inner = innerOf(tag);
  if (inner !== undefined) return parseTable(inner, place);
  const lines = reader.takeRaw(({ text }) => text === '</table>');
  return parseTable([tag.rest, ...lines.map(({ text }) => text)].join('\n'), place);
};

/** A block that Notion writes as a tag, in Markdown; one that we do not know becomes what is inside it. */
export const parseTagBlock = (tag: Tag, context: BlockContext): RootContent[] => {
  if (NOTHING.includes(tag.name)) return [];
  if (tag.name === 'table') return tableBlock(tag, context);
  if (FILES.includes(tag.name) || PAGES.includes(tag.name)) return linkOf(tag, context);
  return tag.isEmpty ? [] : containerOf(tag, context);
};
