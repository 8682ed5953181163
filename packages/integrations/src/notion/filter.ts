import type { QueryDataSourceParameters } from '@notionhq/client';
import { minuteOf } from './minute.ts';

/** What pages of a data source are wanted; the property by its name or id. */
export type NotionFilter =
  | {
      readonly property: string;
      readonly type: 'title' | 'rich_text' | 'url' | 'email';
      readonly equals: string;
    }
  | { readonly property: string; readonly type: 'rich_text'; readonly contains: string }
  | { readonly property: string; readonly type: 'select' | 'status'; readonly equals: string }
  | { readonly property: string; readonly type: 'checkbox'; readonly equals: boolean }
  | { readonly property: string; readonly type: 'relation'; readonly contains: string };

type Group = Extract<NonNullable<QueryDataSourceParameters['filter']>, { and: unknown }>;
type Condition = Group['and'][number];

const toCondition = (filter: NotionFilter): Condition => {
  const { property } = filter;
  switch (filter.type) {
    case 'title':
      return { property, title: { equals: filter.equals } };
    case 'rich_text':
      return 'contains' in filter
        ? { property, rich_text: { contains: filter.contains } }
        : { property, rich_text: { equals: filter.equals } };
    case 'url':
      return { property, url: { equals: filter.equals } };
    case 'email':
      return { property, email: { equals: filter.equals } };
    case 'select':
      return { property, select: { equals: filter.equals } };
    case 'status':
      return { property, status: { equals: filter.equals } };
    case 'checkbox':
      return { property, checkbox: { equals: filter.equals } };
    case 'relation':
      return { property, relation: { contains: filter.contains } };
  }
};

export interface Wanted {
  readonly filters?: readonly NotionFilter[] | undefined;
  readonly editedSince?: Date | undefined;
  readonly createdSince?: Date | undefined;
}

/** All of it as one filter; nothing when every page is wanted. */
export const toFilter = ({ filters = [], editedSince, createdSince }: Wanted): Group | undefined => {
  const conditions: Group['and'] = filters.map(toCondition);
  if (editedSince !== undefined) {
    const since = minuteOf(editedSince).toISOString();
    conditions.push({ timestamp: 'last_edited_time', last_edited_time: { on_or_after: since } });
  }
  if (createdSince !== undefined) {
    const since = minuteOf(createdSince).toISOString();
    conditions.push({ timestamp: 'created_time', created_time: { on_or_after: since } });
  }
  return conditions.length === 0 ? undefined : { and: conditions };
};
