import { z } from 'zod';
import { plainOf, richTextSchema } from './rich-text.ts';

/** A day or moment, or the time between two, as Notion writes it. */
export interface NotionDate {
  readonly start: string;
  readonly end: string | null;
  readonly timeZone: string | null;
}

export type NotionValue = string | number | boolean | null | readonly string[] | NotionDate;

/** What a page holds under a property, with what we do not read as null. */
export interface NotionProperty {
  readonly id: string;
  readonly type: string;
  /** Texts as plain text, choices as their names, people and relations as ids, times as text. */
  readonly value: NotionValue;
  /** True when there is more than a page shows; `getPropertyItems` has all of it. */
  readonly isCut: boolean;
}

/** So many references of a property are in a page, and no word about the rest of people and texts. */
const MAX_SHOWN = 25;

const idSchema = z.object({ id: z.string() });
const nameSchema = z.object({ name: z.string() });
const lineSchema = z.string().nullable();

const namesSchema = z.array(nameSchema).transform((options) => options.map(({ name }) => name));
const idsSchema = z.array(idSchema).transform((references) => references.map(({ id }) => id));
const optionSchema = nameSchema.nullable().transform((option) => option?.name ?? null);
const textSchema = richTextSchema.transform(plainOf);

const dateSchema = z
  .object({ start: z.string(), end: z.string().nullish(), time_zone: z.string().nullish() })
  .nullable()
  .transform((date): NotionDate | null =>
    date === null ? null : { start: date.start, end: date.end ?? null, timeZone: date.time_zone ?? null },
  );

const formulaSchema = z.looseObject({ type: z.string() }).transform((formula): NotionValue => {
  const value = formula[formula.type];
  const date = dateSchema.safeParse(value);
  if (date.success) return date.data;
  return z.union([z.string(), z.number(), z.boolean()]).nullable().catch(null).parse(value);
});

const uniqueIdSchema = z
  .object({ prefix: z.string().nullish(), number: z.number().nullable() })
  .transform(({ prefix, number }) => [prefix ?? '', number ?? ''].filter((part) => part !== '').join('-'));

const READERS: Readonly<Record<string, z.ZodType<NotionValue>>> = {
  title: textSchema,
  rich_text: textSchema,
  number: z.number().nullable(),
  url: lineSchema,
  email: lineSchema,
  phone_number: lineSchema,
  select: optionSchema,
  status: optionSchema,
  multi_select: namesSchema,
  files: namesSchema,
  date: dateSchema,
  checkbox: z.boolean(),
  relation: idsSchema,
  people: idsSchema,
  created_time: z.string(),
  last_edited_time: z.string(),
  created_by: idSchema.transform(({ id }) => id),
  last_edited_by: idSchema.transform(({ id }) => id),
  formula: formulaSchema,
  unique_id: uniqueIdSchema,
};

const isFull = (value: unknown): boolean => Array.isArray(value) && value.length >= MAX_SHOWN;

/** A property of a page. A value of an unknown kind or shape is null, and never an error. */
export const propertySchema = z
  .looseObject({ id: z.string(), type: z.string(), has_more: z.boolean().optional() })
  .transform((property): NotionProperty => {
    const { id, type, has_more: hasMore } = property;
    const raw = property[type];
    const parsed = READERS[type]?.safeParse(raw);
    const canBeCut = ['title', 'rich_text', 'people', 'relation'].includes(type);
    return {
      id,
      type,
      value: parsed?.success === true ? parsed.data : null,
      isCut: hasMore ?? (canBeCut && isFull(raw)),
    };
  });
