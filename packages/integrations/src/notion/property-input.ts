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

const toRequest = (input: NotionPropertyInput): Request => {
  switch (input.type) {
    case 'title':
      return { title: toRichText(input.text) };
    case 'rich_text':
      return { rich_text: toRichText(input.text) };
    case 'number':
      return { number: input.number };
    case 'url':
      return { url: input.line };
    case 'email':
      return { email: input.line };
    case 'phone_number':
      return { phone_number: input.line };
    case 'select':
      return { select: optionOf(input.name) };
    case 'status':
      return { status: optionOf(input.name) };
    case 'multi_select':
      return { multi_select: input.names.map((name) => ({ name })) };
    case 'date':
      return { date: input.start === null ? null : { start: input.start, end: input.end ?? null } };
    case 'checkbox':
      return { checkbox: input.checked };
    case 'relation':
      return { relation: input.ids.map((id) => ({ id })) };
    case 'people':
      return { people: input.ids.map((id) => ({ id })) };
  }
};

/** Properties as Notion takes them. */
export const toPropertyRequests = (inputs: NotionPropertyInputs): Requests =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, toRequest(input)]));
