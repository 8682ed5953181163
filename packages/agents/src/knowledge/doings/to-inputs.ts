import type { NotionPropertyInput, NotionPropertyInputs } from '@sherpa/integrations/notion';
import type { z } from 'zod';
import type { valuesSchema } from './contract.ts';

type Value = z.output<typeof valuesSchema>[string];

const textOf = (value: Value): string | null => (value === null || value === '' ? null : String(value));

const MAKERS: Readonly<Record<string, (value: Value) => NotionPropertyInput | undefined>> = {
  rich_text: (value) => ({ type: 'rich_text', text: textOf(value) ?? '' }),
  number: (value) => {
    const number = value === null ? null : Number(value);
    return Number.isNaN(number) ? undefined : { type: 'number', number };
  },
  url: (value) => ({ type: 'url', line: textOf(value) }),
  email: (value) => ({ type: 'email', line: textOf(value) }),
  phone_number: (value) => ({ type: 'phone_number', line: textOf(value) }),
  select: (value) => ({ type: 'select', name: textOf(value) }),
  status: (value) => ({ type: 'status', name: textOf(value) }),
  multi_select: (value) => ({
    type: 'multi_select',
    names: (textOf(value) ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  }),
  date: (value) => ({ type: 'date', start: textOf(value) }),
  checkbox: (value) => ({ type: 'checkbox', checked: value === true }),
};

/** The values as the columns of a data source take them; what it has no column for, by name and kind, is left out. */
export const toInputs = (
  columns: readonly { readonly name: string; readonly type: string }[],
  values: Readonly<Record<string, Value>>,
): NotionPropertyInputs =>
  Object.fromEntries(
    columns.flatMap(({ name, type }) => {
      const value = values[name];
      const input = value === undefined ? undefined : MAKERS[type]?.(value);
      return input === undefined ? [] : [[name, input] as const];
    }),
  );

/** The column that holds the name of the page; every data source has one. */
export const titleColumn = (columns: readonly { readonly name: string; readonly type: string }[]): string =>
  columns.find(({ type }) => type === 'title')?.name ?? 'Name';
