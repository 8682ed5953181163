import { readId } from '../ids.ts';
import type { NewBlock } from '../records.ts';
import { plain, type TextPart } from '../rich-text.ts';

const unescaped = (text: string): string => text.replaceAll(/\\([\\*~`$[\]<>{}|^])/gu, '$1');

const INLINE = /\*\*(?<bold>[^*]+)\*\*|\[(?<label>[^\]]+)\]\((?<url>[^)]+)\)|`(?<code>[^`]+)`/gu;

const inline = (line: string): readonly TextPart[] => {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of line.matchAll(INLINE)) {
    if (match.index > end) parts.push({ content: unescaped(line.slice(end, match.index)) });
    const { bold, label, url, code } = match.groups ?? {};
    if (bold !== undefined) parts.push({ content: unescaped(bold), marks: ['bold'] });
    else if (code !== undefined) parts.push({ content: code, marks: ['code'] });
    else parts.push({ content: unescaped(label ?? ''), url });
    end = match.index + match[0].length;
  }
  if (end < line.length) parts.push({ content: unescaped(line.slice(end)) });
  return parts;
};

const LINES: readonly (readonly [RegExp, (text: string) => NewBlock])[] = [
  [/^#### (?<text>.*)$/u, (text) => ({ type: 'heading_4', text: inline(text) })],
  [/^### (?<text>.*)$/u, (text) => ({ type: 'heading_3', text: inline(text) })],
  [/^## (?<text>.*)$/u, (text) => ({ type: 'heading_2', text: inline(text) })],
  [/^# (?<text>.*)$/u, (text) => ({ type: 'heading_1', text: inline(text) })],
  [/^- \[ \] (?<text>.*)$/u, (text) => ({ type: 'to_do', text: inline(text), fields: { checked: false } })],
  [/^- \[x\] (?<text>.*)$/u, (text) => ({ type: 'to_do', text: inline(text), fields: { checked: true } })],
  [/^[-*] (?<text>.*)$/u, (text) => ({ type: 'bulleted_list_item', text: inline(text) })],
  [/^\d+\. (?<text>.*)$/u, (text) => ({ type: 'numbered_list_item', text: inline(text) })],
  [/^> (?<text>.*)$/u, (text) => ({ type: 'quote', text: inline(text) })],
  [/^---(?<text>)$/u, () => ({ type: 'divider' })],
  [
    /^<page url="[^"]*\/(?<text>[0-9a-f]{32})">.*<\/page>$/u,
    (text) => ({ type: 'child_page', id: readId(text) ?? text }),
  ],
];

const parseLine = (line: string): NewBlock => {
  for (const [pattern, make] of LINES) {
    const text = pattern.exec(line)?.groups?.['text'];
    if (text !== undefined) return make(text);
  }
  return { type: 'paragraph', text: inline(line) };
};

/** Blocks out of Markdown: headings, lists, to-dos, quotes, code, dividers, child pages, paragraphs. */
export const fromMarkdown = (markdown: string): readonly NewBlock[] => {
  const blocks: NewBlock[] = [];
  const lines = markdown.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trim();
    if (line.startsWith('```')) {
      const end = lines.findIndex((one, at) => at > index && one.trim() === '```');
      const last = end === -1 ? lines.length : end;
      const code = lines.slice(index + 1, last).join('\n');
      const language = line.slice(3) || 'plain text';
      blocks.push({ type: 'code', text: plain(code), fields: { language } });
      index = last;
    } else if (line !== '') blocks.push(parseLine(line));
  }
  return blocks;
};
