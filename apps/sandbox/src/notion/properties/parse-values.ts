import { z } from 'zod';
import { invalid } from '../errors.ts';
import { idAt } from '../ids.ts';
import { parseInput } from '../parse.ts';
import { richTextSchema } from '../rich-text.ts';
import {
  emptyValue,
  findProperty,
  type PropertyConfig,
  type PropertyType,
  type PropertyValue,
} from './property.ts';

const MAX_ITEMS = 100;
const MAX_LINE = 200;
const MAX_URL = 2_000;

const optionSchema = z.object({ name: z.string().max(100).optional(), id: z.string().optional() });
const idsSchema = z.array(z.object({ id: z.string() })).max(MAX_ITEMS);
const dateSchema = z.object({
  start: z.iso.date().or(z.iso.datetime({ offset: true, local: true })),
  end: z.string().nullish(),
  time_zone: z.string().nullish(),
});

const COLORS = ['gray', 'brown', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'red'];

type Parser = (raw: unknown, path: string, config: PropertyConfig) => PropertyValue;

const nameOf = (option: z.output<typeof optionSchema>, config: PropertyConfig): string => {
  const known = config.options.find(({ id, name }) => id === option.id || name === option.name);
  if (known !== undefined) return known.name;
  // A select grows by being written to; the states of a status are set by people.
  if (config.type === 'status' || option.name === undefined) {
    throw invalid(`Invalid status option. Status option "${option.name ?? option.id}" does not exist.`);
  }
  const color = COLORS[config.options.length % COLORS.length] ?? 'default';
  config.options.push({ id: `${config.id}-${config.options.length}`, name: option.name, color });
  return option.name;
};

const text: Parser = (raw, path) => ({ kind: 'text', parts: parseInput(richTextSchema, raw, path) });

const line =
  (maximum: number): Parser =>
  (raw, path) => ({ kind: 'line', line: parseInput(z.string().max(maximum).nullable(), raw, path) });

const option: Parser = (raw, path, config) => {
  const given = parseInput(optionSchema.nullable(), raw, path);
  return { kind: 'option', name: given === null ? null : nameOf(given, config) };
};

const ids: Parser = (raw, path) => ({
  kind: 'ids',
  ids: parseInput(idsSchema, raw, path).map(({ id }, index) => idAt(`${path}[${index}].id`, id)),
});

const PARSERS: Readonly<Partial<Record<PropertyType, Parser>>> = {
  title: text,
  rich_text: text,
  number: (raw, path) => ({ kind: 'number', number: parseInput(z.number().nullable(), raw, path) }),
  url: line(MAX_URL),
  email: line(MAX_LINE),
  phone_number: line(MAX_LINE),
  select: option,
  status: option,
  multi_select: (raw, path, config) => ({
    kind: 'options',
    names: parseInput(z.array(optionSchema).max(MAX_ITEMS), raw, path).map((one) => nameOf(one, config)),
  }),
  date: (raw, path) => {
    const date = parseInput(dateSchema.nullable(), raw, path);
    return {
      kind: 'date',
      date: date && { start: date.start, end: date.end ?? null, time_zone: date.time_zone ?? null },
    };
  },
  checkbox: (raw, path) => ({ kind: 'flag', flag: parseInput(z.boolean(), raw, path) }),
  relation: ids,
  people: ids,
};

const givenSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Property values as sent, by property id, checked against the schema they are for. */
export const parseValues = (
  properties: ReadonlyMap<string, PropertyConfig>,
  given: unknown,
): ReadonlyMap<string, PropertyValue> => {
  const values = new Map<string, PropertyValue>();
  for (const [key, raw] of Object.entries(parseInput(givenSchema, given ?? {}, 'body.properties'))) {
    const config = findProperty(properties, key);
    if (config === undefined) throw invalid(`${key} is not a property that exists.`);
    const parser = PARSERS[config.type];
    if (parser === undefined || emptyValue(config.type) === undefined) {
      throw invalid(`${config.name} is a property that cannot be written.`);
    }
    if (!Object.hasOwn(raw, config.type)) throw invalid(`${config.name} is expected to be ${config.type}.`);
    values.set(config.id, parser(raw[config.type], `body.properties.${key}.${config.type}`, config));
  }
  return values;
};
