import type { PhrasingContent } from 'mdast';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { stableUrl, type FilePlace } from '../stable-url.ts';
import { parseAttributes } from './tag.ts';

/** Code, equations and escapes come first: nothing inside them is markup. */
const LITERAL = /\\[\s\S]|\$`([^`]+)`\$|(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)|\$(\S(?:[^$\n]*\S)?)\$/gu;

const MENTION = /<mention-([a-z-]+)((?:\s+[\w-]+="[^"]*")*)\s*(?:\/>|>([\s\S]*?)<\/mention-\1>)/gu;
const CITATION = /\[\^(https?:[^\]\s]+)\]/gu;
const BREAK = /[ \t]*<br\s*\/?>[ \t]*/gu;
/** Marks hold only where no blank stands inside at their edges; Notion lets people make such bold text. */
const BLANK_IN_MARKS = /(\*\*|~~)([ \t]*)([^*~\n]*[^*~\s])([ \t]*)\1/gu;
const ANY_TAG = /<\/?[a-z][\w-]*(?:\s+[\w-]+(?:="[^"]*")?)*\s*\/?>/gu;

const dateOf = ({ start = '', end, startTime, datetime }: Readonly<Record<string, string>>): string => {
  const first = [start === '' ? datetime : start, startTime].filter((part) => part !== undefined).join(' ');
  return end === undefined ? first : `${first} – ${end}`;
};

const mention = (kind: string, attributes: Readonly<Record<string, string>>, text: string): string => {
  const { url } = attributes;
  switch (kind) {
    case 'date':
      return dateOf(attributes);
    case 'user':
    case 'agent':
      return text === '' ? '' : `@${text}`;
    default:
      if (url === undefined) return text;
      return text === '' ? `<${url}>` : `[${text}](${url})`;
  }
};

/** Text between literals: what only Notion writes becomes what Markdown has, other tags their text. */
const convert = (text: string, lineBreak: string): string =>
  text
    .replaceAll(MENTION, (_all, kind: string, attributes: string, inner?: string) =>
      mention(kind, parseAttributes(attributes), (inner ?? '').trim()),
    )
    .replaceAll(CITATION, '<$1>')
    .replaceAll(BREAK, () => lineBreak)
    .replaceAll(ANY_TAG, '')
    .replaceAll(BLANK_IN_MARKS, '$2$1$3$1$4');

const asCode = (equation: string): string => `\`${equation.trim()}\``;

const toStandard = (text: string, lineBreak: string): string => {
  // A mention may hold escaped text, so tags are looked for in the text as a whole; literals are put
  // aside meanwhile. The marks are private to this function: such characters are taken out first.
  const literals: string[] = [];
  const marked = text
    .replaceAll(/[\u{e000}\u{e001}]/gu, '')
    .replaceAll(LITERAL, (all: string, code?: string, _ticks?: string, equation?: string) => {
      const inner = code ?? equation;
      literals.push(inner === undefined ? all : asCode(inner));
      return `\u{e000}${literals.length - 1}\u{e001}`;
    });
  return convert(marked, lineBreak).replaceAll(
    /\u{e000}(\d+)\u{e001}/gu,
    (_all, index: string) => literals[Number(index)] ?? '',
  );
};

/** The same content with links that last. */
export const cleanUrls = (nodes: readonly PhrasingContent[], place: FilePlace): PhrasingContent[] =>
  nodes.flatMap((node): PhrasingContent[] => {
    if (node.type === 'html') return [];
    if (node.type === 'image') return [{ ...node, url: stableUrl(node.url, place) }];
    if (node.type === 'link')
      return [{ ...node, url: stableUrl(node.url, place), children: cleanUrls(node.children, place) }];
    if (node.type === 'emphasis' || node.type === 'strong' || node.type === 'delete')
      return [{ ...node, children: cleanUrls(node.children, place) }];
    return [node];
  });

/** Keeps the beginning of a text from being read as a list, a heading or a quote. */
const GUARD = '(';

const withoutGuard = ([first, ...rest]: readonly PhrasingContent[]): PhrasingContent[] => {
  if (first?.type !== 'text') return first === undefined ? [] : [first, ...rest];
  const value = first.value.slice(GUARD.length);
  return value === '' ? [...rest] : [{ ...first, value }, ...rest];
};

export interface InlineOptions {
  readonly place: FilePlace;
  /** A heading or a cell is one line. */
  readonly oneLine?: boolean;
}

/** Rich text of Notion's Markdown as the content of a paragraph. */
export const parseInline = (text: string, { place, oneLine = false }: InlineOptions): PhrasingContent[] => {
  const standard = toStandard(text, oneLine ? ' ' : '\\\n')
    .trim()
    .replaceAll(/\]\(\{\{([^}]*)\}\}\)/gu, ']($1)');
  if (standard === '') return [];
  const [first] = parseMarkdown(`${GUARD}${standard}`).children;
  return first?.type === 'paragraph' ? cleanUrls(withoutGuard(first.children), place) : [];
};
