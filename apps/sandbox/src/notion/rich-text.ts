import { z } from 'zod';
import { urlOf } from './ids.ts';

const marks = ['bold', 'italic', 'strikethrough', 'underline', 'code'] as const;

export type Mark = (typeof marks)[number];

/** A stretch of text with one look. */
export interface TextPart {
  readonly content: string;
  readonly url?: string | undefined;
  readonly marks?: readonly Mark[] | undefined;
  readonly mention?: { readonly type: 'page' | 'user'; readonly id: string } | undefined;
}

/** Plain text. */
export const plain = (content: string): readonly TextPart[] => [{ content }];

const MAX_TEXT = 2_000;
const MAX_URL = 2_000;
const MAX_PARTS = 100;

const flag = z.boolean().optional();

interface Mentioned {
  readonly page?: { readonly id: string } | undefined;
  readonly user?: { readonly id: string } | undefined;
}

const mentionIn = (mention: Mentioned | undefined): TextPart['mention'] => {
  if (mention?.page !== undefined) return { type: 'page', id: mention.page.id };
  return mention?.user === undefined ? undefined : { type: 'user', id: mention.user.id };
};

const partSchema = z
  .object({
    text: z
      .object({
        content: z.string().max(MAX_TEXT),
        link: z.object({ url: z.string().max(MAX_URL) }).nullish(),
      })
      .optional(),
    equation: z.object({ expression: z.string().max(1_000) }).optional(),
    mention: z
      .object({
        page: z.object({ id: z.string() }).optional(),
        user: z.object({ id: z.string() }).optional(),
      })
      .optional(),
    annotations: z
      .object({ bold: flag, italic: flag, strikethrough: flag, underline: flag, code: flag })
      .optional(),
  })
  .transform(({ text, equation, mention, annotations }): TextPart => {
    const mentioned = mentionIn(mention);
    return {
      content: text?.content ?? equation?.expression ?? mentioned?.id ?? '',
      url: text?.link?.url,
      marks: marks.filter((mark) => annotations?.[mark] === true),
      mention: mentioned,
    };
  });

/** Rich text as callers send it. */
export const richTextSchema = z.array(partSchema).max(MAX_PARTS);

const annotationsOf = (given: readonly Mark[]) => ({
  ...Object.fromEntries(marks.map((mark) => [mark, given.includes(mark)])),
  color: 'default',
});

const mentionOf = ({ type, id }: NonNullable<TextPart['mention']>): object =>
  type === 'page' ? { type, page: { id } } : { type, user: { object: 'user', id } };

/** Rich text as Notion answers with it. */
export const wireText = (parts: readonly TextPart[]): readonly object[] =>
  parts.map(({ content, url = null, marks: given = [], mention }) => ({
    ...(mention === undefined
      ? { type: 'text', text: { content, link: url === null ? null : { url } } }
      : { type: 'mention', mention: mentionOf(mention) }),
    annotations: annotationsOf(given),
    plain_text: content,
    href: mention?.type === 'page' ? urlOf(mention.id) : url,
  }));

/** The letters alone. */
export const plainOf = (parts: readonly TextPart[] | undefined): string =>
  (parts ?? []).map(({ content }) => content).join('');
