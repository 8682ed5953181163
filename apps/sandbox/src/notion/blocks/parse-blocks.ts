import { z } from 'zod';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse.ts';
import type { NewBlock } from '../records.ts';
import { richTextSchema } from '../rich-text.ts';
import { makeableTypes, shapeOf } from './block-types.ts';

const MAX_CHILDREN = 100;
const MAX_BLOCKS = 1_000;
const MAX_LEVELS = 2;
const MAX_URL = 2_000;

const recordSchema = z.record(z.string(), z.unknown());
const childrenSchema = z.array(z.unknown()).max(MAX_CHILDREN);
const externalSchema = z.looseObject({ url: z.string().max(MAX_URL) });

const payloadSchema = z.looseObject({
  rich_text: richTextSchema.optional(),
  caption: richTextSchema.optional(),
  cells: z.array(richTextSchema).optional(),
  url: z.string().max(MAX_URL).optional(),
  external: externalSchema.optional(),
});

/** The parts of a block's own object, without its children. */
export const parsePayload = (raw: unknown, path: string): Omit<NewBlock, 'type'> => {
  const {
    rich_text: text,
    caption,
    cells,
    children: _children,
    ...fields
  } = parseInput(payloadSchema, raw, path);
  return {
    ...(text === undefined ? {} : { text }),
    ...(caption === undefined ? {} : { caption }),
    ...(cells === undefined ? {} : { cells }),
    fields: fields.external === undefined ? fields : { type: 'external', ...fields },
  };
};

const typeOf = (given: Readonly<Record<string, unknown>>, path: string): string => {
  const type = makeableTypes().find((one) => Object.hasOwn(given, one));
  if (type !== undefined) return type;
  const [wanted = 'paragraph', ...rest] = makeableTypes();
  throw invalid(
    `body failed validation. Fix one: ${[wanted, ...rest.slice(0, 4)].map((one) => `${path}.${one} should be defined, instead was \`undefined\`.`).join(' ')}`,
  );
};

interface Count {
  total: number;
}

const parseOne = (raw: unknown, path: string, level: number, count: Count): NewBlock => {
  count.total += 1;
  if (count.total > MAX_BLOCKS) {
    throw invalid(`body failed validation: body should have ≤ \`${MAX_BLOCKS}\` blocks in all.`);
  }
  const given = parseInput(recordSchema, raw, path);
  const type = typeOf(given, path);
  const inner = `${path}.${type}`;
  const payload = parseInput(recordSchema, given[type], inner);
  const block = parsePayload(payload, inner);
  if (shapeOf(type)?.hasText === true && block.text === undefined) {
    throw invalid(`body failed validation: ${inner}.rich_text should be defined, instead was \`undefined\`.`);
  }
  const children = payload['children'];
  if (children === undefined) return { ...block, type };
  if (level >= MAX_LEVELS || shapeOf(type)?.canHaveChildren !== true) {
    throw invalid(`body failed validation: ${inner}.children should be not present.`);
  }
  return { ...block, type, children: parseMany(children, `${inner}.children`, level + 1, count) };
};

const parseMany = (raw: unknown, path: string, level: number, count: Count): readonly NewBlock[] =>
  parseInput(childrenSchema, raw, path).map((one, index) => parseOne(one, `${path}[${index}]`, level, count));

/** Blocks as sent: at most 100 in a list, 1,000 in all, two levels below the first. */
export const parseBlocks = (raw: unknown, path = 'body.children'): readonly NewBlock[] =>
  parseMany(raw, path, 0, { total: 0 });
