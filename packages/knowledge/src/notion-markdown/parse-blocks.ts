import type { RootContent } from 'mdast';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { blocksOf, joinLists, listOf, paragraphOf, tableOf } from '../markdown/nodes.ts';
import type { FilePlace } from '../stable-url.ts';
import { cleanUrls, parseInline } from './inline.ts';
import { dedent, type Line, type LineReader } from './line-reader.ts';
import { calloutOf, isBlockTag, parseTagBlock, type BlockContext } from './parse-tag-block.ts';
import { isClosing, parseAttributes, parseTag, type Tag } from './tag.ts';

const FENCE = /^(`{3,}|~{3,})\s*([^`]*)$/u;
const HEADING = /^(#{1,6})\s+(.*)$/u;
const DIVIDER = /^(?:-{3,}|\*{3,}|_{3,})$/u;
const ITEM = /^([-*+]|\d+[.)])(?:\s+(.*))?$/u;
const TASK = /^\[([ xX])\](?:\s+(.*))?$/u;
const QUOTE = /^>\s?(.*)$/u;
const DIV = /^:{3,}\s*([a-z][\w-]*)\s*(\{.*\})?$/u;

/** Colours and the like, which a block carries at the end of its first line. */
const ATTRIBUTES = /\s*\{(?:\s*[\w-]+="[^"]*")+\s*\}$/u;
const withoutAttributes = (text: string): string => text.replace(ATTRIBUTES, '');

interface Parser {
  readonly reader: LineReader;
  readonly place: FilePlace;
}

const DEPTHS = [1, 2, 3, 4, 5, 6] as const;

const code = (
  { reader }: Parser,
  { depth }: Line,
  [, fence = '', info = '']: RegExpExecArray,
): RootContent[] => {
  const lines = reader.takeRaw(({ text }) => text === fence);
  const value = lines.map(({ raw }) => dedent(raw, depth)).join('\n');
  return [{ type: 'code', lang: withoutAttributes(info).trim() || null, value }];
};

const equation = ({ reader }: Parser, { depth }: Line): RootContent[] => {
  const lines = reader.takeRaw(({ text }) => text === '$$');
  return [{ type: 'code', lang: 'math', value: lines.map(({ raw }) => dedent(raw, depth)).join('\n') }];
};

const pipeTable = ({ reader, place }: Parser, first: Line): RootContent[] => {
  const lines = [first.text];
  while (reader.peek()?.text.startsWith('|') === true) lines.push(reader.take()?.text ?? '');
  return parseMarkdown(lines.join('\n')).children.flatMap((node) =>
    node.type === 'table'
      ? tableOf(node.children.map((row) => row.children.map((cell) => cleanUrls(cell.children, place))))
      : paragraphOf(parseInline(lines.join(' '), { place })),
  );
};

/** What stands one step deeper than the line before it. */
const childrenOf = (parser: Parser, { depth }: Line): RootContent[] => parseBlocks(parser, depth + 1);

const item = (parser: Parser, line: Line, [, marker = '-', text = '']: RegExpExecArray): RootContent[] => {
  const ordered = /\d/u.test(marker);
  const task = ordered ? null : TASK.exec(text);
  const content = parseInline(withoutAttributes(task === null ? text : (task[2] ?? '')), parser);
  const children = [...paragraphOf(content), ...childrenOf(parser, line)];
  return [listOf(children, { ordered, checked: task === null ? undefined : task[1] !== ' ' })];
};

const heading = (parser: Parser, line: Line, [, marks = '#', text = '']: RegExpExecArray): RootContent[] => {
  const children = parseInline(withoutAttributes(text), { ...parser, oneLine: true });
  const depth = DEPTHS[marks.length - 1] ?? 6;
  const own: RootContent[] = children.length === 0 ? [] : [{ type: 'heading', depth, children }];
  return [...own, ...childrenOf(parser, line)];
};

const quote = (parser: Parser, line: Line, [, text = '']: RegExpExecArray): RootContent[] => {
  const content = paragraphOf(parseInline(withoutAttributes(text), parser));
  return [{ type: 'blockquote', children: blocksOf([...content, ...childrenOf(parser, line)]) }];
};

const contextOf = (parser: Parser): BlockContext => ({
  ...parser,
  childrenUntilClosed: () => {
    const children = parseBlocks(parser, 0);
    parser.reader.take();
    return children;
  },
});

/** A tag that nobody told us of is a block if a line closes it; else it is part of a text. */
const isContainer = (tag: Tag, { reader }: Parser): boolean =>
  isBlockTag(tag) || (tag.rest === '' && !tag.isEmpty && reader.has(({ text }) => text === `</${tag.name}>`));

const paragraph = (parser: Parser, line: Line): RootContent[] => [
  ...paragraphOf(parseInline(withoutAttributes(line.text), parser)),
  ...childrenOf(parser, line),
];

const div = (parser: Parser, [, name = '', attributes = '']: RegExpExecArray): RootContent[] => {
  const children = contextOf(parser).childrenUntilClosed();
  const tag = { name, attributes: parseAttributes(attributes), isEmpty: false, rest: '' };
  return name === 'callout' ? calloutOf(tag, children) : children;
};

type Rule = readonly [RegExp, (parser: Parser, line: Line, found: RegExpExecArray) => RootContent[]];

const rules: readonly Rule[] = [
  [FENCE, code],
  [/^\$\$$/u, equation],
  [DIVIDER, () => [{ type: 'thematicBreak' }]],
  [HEADING, heading],
  [ITEM, item],
  [QUOTE, quote],
  [DIV, (parser, _line, found) => div(parser, found)],
  [/^\|/u, pipeTable],
];

const parseBlock = (parser: Parser, line: Line): RootContent[] => {
  for (const [pattern, parse] of rules) {
    const found = pattern.exec(line.text);
    if (found !== null) return parse(parser, line, found);
  }
  const tag = parseTag(line.text);
  if (tag !== undefined && isContainer(tag, parser)) return parseTagBlock(tag, contextOf(parser));
  return paragraph(parser, line);
};

/** Blocks from here on, as long as they are at least that deep and nothing is closed. */
export function parseBlocks(parser: Parser, depth: number): RootContent[] {
  const nodes: RootContent[] = [];
  for (;;) {
    const line = parser.reader.peek();
    if (line === undefined || line.depth < depth || isClosing(line.text)) return joinLists(nodes);
    parser.reader.take();
    nodes.push(...parseBlock(parser, line));
  }
}
