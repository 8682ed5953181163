import { ValidationError } from '@sherpa/core';
import { z } from 'zod';

/** A stretch of text with one look. */
export interface NotionText {
  readonly text: string;
  readonly url: string | null;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly strikethrough: boolean;
  readonly code: boolean;
}

const flag = z.boolean().default(false);

/** Rich text as Notion answers with it. */
export const richTextSchema = z.array(
  z
    .object({
      plain_text: z.string(),
      href: z.string().nullish(),
      annotations: z
        .object({ bold: flag, italic: flag, strikethrough: flag, code: flag })
        .default({ bold: false, italic: false, strikethrough: false, code: false }),
    })
    .transform(({ plain_text: text, href, annotations }): NotionText => ({
      text,
      url: href ?? null,
      ...annotations,
    })),
);

/** The letters alone. */
export const plainOf = (parts: readonly NotionText[]): string => parts.map(({ text }) => text).join('');

/** Text to be written, with links where wanted. */
export type NewNotionText = string | readonly { readonly text: string; readonly url?: string }[];

interface TextRequest {
  readonly type: 'text';
  readonly text: { readonly content: string; readonly link?: { readonly url: string } };
}

/** The most letters one piece of rich text holds, and the most pieces. */
const MAX_TEXT = 2_000;
const MAX_PIECES = 100;

/** Cuts a text into pieces of at most 2,000 letters, never through a pair that is one letter. */
export const chunkText = (text: string): readonly string[] => {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = start + MAX_TEXT;
    const splitsPair = /[\uD800-\uDBFF]/u.test(text.charAt(end - 1)) && end < text.length;
    const stop = splitsPair ? end - 1 : end;
    pieces.push(text.slice(start, stop));
    start = stop;
  }
  return pieces;
};

const piecesOf = (text: NewNotionText): readonly TextRequest[] =>
  (typeof text === 'string' ? [{ text }] : text).flatMap((part) =>
    chunkText(part.text).map((content) => ({
      type: 'text' as const,
      text: 'url' in part && part.url !== undefined ? { content, link: { url: part.url } } : { content },
    })),
  );

/** A text as Notion takes it, in as many runs as have room for it. */
export const toRuns = (text: NewNotionText): TextRequest[][] => {
  const pieces = piecesOf(text);
  const runs: TextRequest[][] = [];
  for (let start = 0; start === 0 || start < pieces.length; start += MAX_PIECES) {
    runs.push(pieces.slice(start, start + MAX_PIECES));
  }
  return runs;
};

/** A text as Notion takes it in one place. */
export const toRichText = (text: NewNotionText): TextRequest[] => {
  const [run = [], ...more] = toRuns(text);
  if (more.length > 0) throw new ValidationError('A text is longer than Notion takes in one place.');
  return run;
};
