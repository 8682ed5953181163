import { minuteText } from '../minute.ts';
import type { DataSourceRecord, PageRecord } from '../records.ts';
import { wireText } from '../rich-text.ts';
import { emptyValue, type PropertyConfig, type PropertyValue } from './property.ts';

/** A page shows so many references of a property and drops the rest without a word. */
const MAX_SHOWN = 25;

const wireOption = (config: PropertyConfig, name: string | null): object | null =>
  config.options.find((option) => option.name === name) ?? null;

const wireReference = (config: PropertyConfig, id: string): object =>
  config.type === 'people' ? { object: 'user', id } : { id };

const wireContent = (config: PropertyConfig, value: PropertyValue): unknown => {
  switch (value.kind) {
    case 'text':
      return wireText(value.parts.slice(0, MAX_SHOWN));
    case 'number':
      return value.number;
    case 'line':
      return value.line;
    case 'option':
      return wireOption(config, value.name);
    case 'options':
      return value.names.map((name) => wireOption(config, name));
    case 'date':
      return value.date;
    case 'flag':
      return value.flag;
    case 'ids':
      return value.ids.slice(0, MAX_SHOWN).map((id) => wireReference(config, id));
  }
};

/** What a page holds under a property, what nobody has filled included. */
export const valueOf = (page: PageRecord, config: PropertyConfig): PropertyValue | undefined =>
  page.values.get(config.id) ?? emptyValue(config.type);

const timeOf = (page: PageRecord, config: PropertyConfig): string =>
  minuteText(config.type === 'created_time' ? page.createdMs : page.editedMs);

/** A property of a page as it stands in the page. */
export const wireProperty = (page: PageRecord, config: PropertyConfig): object => {
  const value = valueOf(page, config);
  const isCut = value?.kind === 'ids' && value.ids.length > MAX_SHOWN;
  return {
    id: encodeURIComponent(config.id),
    type: config.type,
    [config.type]: value === undefined ? timeOf(page, config) : wireContent(config, value),
    ...(config.type === 'relation' ? { has_more: isCut } : {}),
  };
};

/** The single items of a property that is paged; nothing for one that is answered whole. */
export const itemsOf = (page: PageRecord, config: PropertyConfig): readonly object[] | undefined => {
  const value = valueOf(page, config);
  if (value?.kind === 'text') return wireText(value.parts);
  return value?.kind === 'ids' ? value.ids.map((id) => wireReference(config, id)) : undefined;
};

const wireConfig = (config: PropertyConfig, databaseOf: (id: string) => string): object => {
  const { id, type, options, relatedId } = config;
  if (type === 'select' || type === 'multi_select') return { options };
  if (type === 'number') return { format: 'number' };
  if (type === 'status') {
    const group = { id: `${id}-all`, name: 'All', color: 'gray', option_ids: options.map((one) => one.id) };
    return { options, groups: [group] };
  }
  if (type !== 'relation' || relatedId === null) return {};
  const target = { database_id: databaseOf(relatedId), data_source_id: relatedId };
  return { ...target, type: 'single_property', single_property: {} };
};

/** The schema of a data source, by the properties' names. */
export const wireSchema = (source: DataSourceRecord, databaseOf: (id: string) => string): object =>
  Object.fromEntries(
    [...source.properties.values()].map((config) => [
      config.name,
      {
        id: encodeURIComponent(config.id),
        name: config.name,
        description: null,
        type: config.type,
        [config.type]: wireConfig(config, databaseOf),
      },
    ]),
  );
