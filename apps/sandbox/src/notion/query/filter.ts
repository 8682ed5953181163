import { z } from 'zod';
import { invalid } from '../errors.ts';
import { readId } from '../ids.ts';
import { minuteOf } from '../minute.ts';
import { parseInput } from '../parse.ts';
import { findProperty, type PropertyConfig } from '../properties/property.ts';
import { valueOf } from '../properties/wire-property.ts';
import type { DataSourceRecord, PageRecord } from '../records.ts';
import { plainOf } from '../rich-text.ts';
import { bind, conditions } from './conditions.ts';

type PageTest = (page: PageRecord) => boolean;

type Given = Readonly<Record<string, unknown>>;

const recordSchema = z.record(z.string(), z.unknown());
const groupSchema = z.array(z.unknown()).max(100);

const textIn = (page: PageRecord, config: PropertyConfig): string => {
  const value = valueOf(page, config);
  if (value?.kind === 'text') return plainOf(value.parts);
  if (value?.kind === 'line') return value.line ?? '';
  return value?.kind === 'option' ? (value.name ?? '') : '';
};

const listIn = (page: PageRecord, config: PropertyConfig): readonly string[] => {
  const value = valueOf(page, config);
  if (value?.kind === 'ids') return value.ids;
  return value?.kind === 'options' ? value.names : [];
};

const dateIn = (page: PageRecord, config: PropertyConfig): number | null => {
  if (config.type === 'created_time') return minuteOf(page.createdMs);
  if (config.type === 'last_edited_time') return minuteOf(page.editedMs);
  const value = valueOf(page, config);
  return value?.kind === 'date' && value.date !== null ? Date.parse(value.date.start) : null;
};

/** Ids may be asked for with or without their dashes. */
const withIds = (given: Given): Given =>
  Object.fromEntries(
    Object.entries(given).map(([name, operand]) => [
      name,
      typeof operand === 'string' ? (readId(operand) ?? operand) : operand,
    ]),
  );

const KINDS = {
  title: 'texts',
  rich_text: 'texts',
  url: 'texts',
  email: 'texts',
  phone_number: 'texts',
  select: 'texts',
  status: 'texts',
  number: 'numbers',
  multi_select: 'lists',
  relation: 'lists',
  people: 'lists',
  checkbox: 'flags',
  date: 'dates',
  created_time: 'dates',
  last_edited_time: 'dates',
} as const;

const numberIn = (page: PageRecord, config: PropertyConfig): number | null => {
  const value = valueOf(page, config);
  return value?.kind === 'number' ? value.number : null;
};

const flagIn = (page: PageRecord, config: PropertyConfig): boolean => {
  const value = valueOf(page, config);
  return value?.kind === 'flag' && value.flag;
};

const propertyTest = (config: PropertyConfig, given: Given, path: string): PageTest => {
  switch (KINDS[config.type]) {
    case 'texts': {
      const test = bind(conditions.texts, given, path);
      return (page) => test(textIn(page, config));
    }
    case 'numbers': {
      const test = bind(conditions.numbers, given, path);
      return (page) => test(numberIn(page, config));
    }
    case 'lists': {
      const test = bind(conditions.lists, withIds(given), path);
      return (page) => test(listIn(page, config));
    }
    case 'flags': {
      const test = bind(conditions.flags, given, path);
      return (page) => test(flagIn(page, config));
    }
    case 'dates': {
      const test = bind(conditions.dates, given, path);
      return (page) => test(dateIn(page, config));
    }
  }
};

const timestampTest = (given: Given, path: string): PageTest => {
  const name = given['timestamp'] === 'created_time' ? 'created_time' : 'last_edited_time';
  const test = bind(conditions.dates, parseInput(recordSchema, given[name], `${path}.${name}`), path);
  return (page) => test(minuteOf(name === 'created_time' ? page.createdMs : page.editedMs));
};

const singleTest = (source: DataSourceRecord, given: Given, path: string): PageTest => {
  if (given['timestamp'] !== undefined) return timestampTest(given, path);
  const name = typeof given['property'] === 'string' ? given['property'] : '';
  const config = findProperty(source.properties, name);
  if (config === undefined) throw invalid(`Could not find property with name or id: ${name}`);
  const condition = given[config.type];
  if (condition === undefined) {
    const told = Object.keys(given).find((key) => key !== 'property' && key !== 'type') ?? 'nothing';
    throw invalid(`database property ${config.type} does not match filter ${told}`);
  }
  const inner = `${path}.${config.type}`;
  return propertyTest(config, parseInput(recordSchema, condition, inner), inner);
};

const MAX_LEVELS = 2;

/** A filter as a test of pages; groups may be nested once. */
export const makeFilterTest = (
  source: DataSourceRecord,
  raw: unknown,
  path = 'body.filter',
  level = 0,
): PageTest => {
  const given = parseInput(recordSchema, raw, path);
  const name = ['and', 'or'].find((one) => given[one] !== undefined);
  if (name === undefined) return singleTest(source, given, path);
  if (level >= MAX_LEVELS) throw invalid(`body failed validation: ${path}.${name} should be not present.`);
  const tests = parseInput(groupSchema, given[name], `${path}.${name}`).map((one, index) =>
    makeFilterTest(source, one, `${path}.${name}[${index}]`, level + 1),
  );
  return (page) => (name === 'and' ? tests.every((test) => test(page)) : tests.some((test) => test(page)));
};
