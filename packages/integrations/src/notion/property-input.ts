import type { CreatePageParameters } from '@notionhq/client';
import { toRichText } from './rich-text.ts';

/** What to write under a property; the type has to be the property's own. */
export type NotionPropertyInput =
  | { readonly type: 'title' | 'rich_text'; readonly text: string }
  | { readonly type: 'number'; readonly number: number | null }
  | { readonly type: 'url' | 'email' | 'phone_number'; readonly line: string | null }
  | { readonly type: 'select' | 'status'; readonly name: string | null }
  | { readonly type: 'multi_select'; readonly names: readonly string[] }
  | { readonly type: 'date'; readonly start: string | null; readonly end?: string }
  | { readonly type: 'checkbox'; readonly checked: boolean }
  | { readonly type: 'relation' | 'people'; readonly ids: readonly string[] };

/** By the property's name or id. */
export type NotionPropertyInputs = Readonly<Record<string, NotionPropertyInput>>;

type Requests = NonNullable<CreatePageParameters['properties']>;
type Request = Requests[string];

const optionOf = (name: string | null) => (name === null ? null : { name });

type Of<K extends string> = Extract<NotionPropertyInput, Readonly<Record<K, unknown>>>;

const textRequest = ({ type, text }: Of<'text'>): Request =>
  type === 'title' ? { title: toRichText(text) } : { rich_text: toRichText(text) };

const lineRequest = ({ type, line }: Of<'line'>): Request => {
  if (type === 'url') return { url: line };
  return type === 'email' ? { email: line } : { phone_number: line };
};

const optionRequest = ({ type, name }: Of<'name'>): Request =>
  type === 'select' ? { select: optionOf(name) } : { status: optionOf(name) };

const idsRequest = ({ type, ids }: Of<'ids'>): Request => {
  const references = ids.map((id) => ({ id }));
  return type === 'people' ? { people: references } : { relation: references };
};

const toRequest = (input: NotionPropertyInput): Request => {
  if ('text' in input) return textRequest(input);
  if ('line' in input) return lineRequest(input);
  if ('name' in input) return optionRequest(input);
  if ('ids' in input) return idsRequest(input);
  switch (input.type) {
    case 'number':
      return { number: input.number };
    case 'multi_select':
      return { multi_select: input.names.map((name) => ({ name })) };
    case 'date':
      return { date: input.start === null ? null : { start: input.start, end: input.end ?? null } };
    case 'checkbox':
      return { checkbox: input.checked };
  }
};

/** Properties as Notion takes them. */
export const toPropertyRequests = (inputs: NotionPropertyInputs): Requests =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, toRequest(input)]));
