import type { List, ListItem, RootContent, Table } from 'mdast';
import { plainText } from '../markdown/plain-text.ts';

/** A piece of plain text that no chunk cuts. */
export interface Unit {
  readonly text: string;
  /** What stands between it and the unit before it. */
  readonly gap: '\n\n' | '\n' | ' ';
  /** Whether the next chunk may begin with it again; code and rows of tables are not said twice. */
  readonly mayRepeat: boolean;
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

const pieces = (segmenter: Intl.Segmenter, text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Pieces put together again until the next would not fit; one that is too long by itself stands alone. */
const packed = (parts: readonly string[], limit: number): string[] => {
  const lines: string[] = [];
  for (const part of parts) {
    const before = lines.at(-1);
    if (before === undefined || before.length + part.length > limit) lines.push(part);
    else lines.splice(-1, 1, before + part);
  }
  return lines;
};

/** Whole, or cut between sentences; between words only what has none. */
const textUnits = (text: string, limit: number, gap: Unit['gap']): Unit[] => {
  if (text === '') return [];
  if (text.length <= limit) return [{ text, gap, mayRepeat: true }];
  return pieces(sentences, text)
    .flatMap((sentence) => (sentence.length <= limit ? [sentence] : packed(pieces(words, sentence), limit)))
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part, index) => ({ text: part, gap: index === 0 ? gap : ' ', mayRepeat: true }));
};

const tableUnits = (table: Table): Unit[] =>
  table.children.map((row, index) => ({
    text: row.children.map((cell) => plainText(cell)).join(' | '),
    gap: index === 0 ? '\n\n' : '\n',
    mayRepeat: false,
  }));

const itemUnits = (item: ListItem, limit: number, indent: string): Unit[] =>
  item.children.flatMap((child, index) => {
    if (child.type === 'list') return listUnits(child, limit, `${indent}  `);
    const marker = index === 0 ? '- ' : '  ';
    return unitsOf(child, limit).map((unit, part) =>
      part === 0 ? { ...unit, text: `${indent}${marker}${unit.text}`, gap: '\n' as const } : unit,
    );
  });

function listUnits(list: List, limit: number, indent: string): Unit[] {
  return list.children.flatMap((item) => itemUnits(item, limit, indent));
}

/** What a block says, in pieces that a chunk may begin or end with. */
export function unitsOf(node: RootContent, limit: number): Unit[] {
  switch (node.type) {
    case 'code':
      return node.value.trim() === '' ? [] : [{ text: node.value, gap: '\n\n', mayRepeat: false }];
    case 'table':
      return tableUnits(node);
    case 'list':
      return listUnits(node, limit, '').map((unit, index) => (index === 0 ? { ...unit, gap: '\n\n' } : unit));
    case 'blockquote':
      return node.children.flatMap((child) => unitsOf(child, limit));
    case 'html':
    case 'thematicBreak':
    case 'definition':
      return [];
    default:
      return textUnits(plainText(node), limit, '\n\n');
  }
}
