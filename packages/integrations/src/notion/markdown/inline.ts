import type { NotionText } from '../rich-text.ts';

const escaped = (text: string): string => text.replaceAll(/[\\*~`$[\]<>{}|^]/gu, '\\$&');

const looked = ({ text, code, bold, italic, strikethrough }: NotionText): string => {
  if (text.trim() === '') return text;
  const words = code ? `\`${text}\`` : escaped(text).replaceAll('\n', '<br>');
  const marks = `${bold ? '**' : ''}${italic ? '*' : ''}${strikethrough ? '~~' : ''}`;
  return `${marks}${words}${[...marks].toReversed().join('')}`;
};

/** Rich text as Markdown, the way Notion writes it. */
export const inlineMarkdown = (parts: readonly NotionText[]): string =>
  parts.map((part) => (part.url === null ? looked(part) : `[${looked(part)}](${part.url})`)).join('');
