import type { EffectKind } from '../books.ts';
import type { Limits } from '../limits/settings.ts';
import type { NotionAuthor, NotionChange } from './change.ts';
import { TITLE_ID, type PropertyConfig } from './properties/property.ts';
import type {
  BlockRecord,
  CommentRecord,
  DatabaseRecord,
  DataSourceRecord,
  NotionUser,
  PageRecord,
} from './records.ts';
import { plainOf } from './rich-text.ts';

/** What a template's job still has to write. */
export interface TemplateJob {
  readonly pageId: string;
  readonly templateId: string;
  readonly dueMs: number;
}

/** The workspace as the routes see it. */
export interface NotionWorkspace {
  readonly id: string;
  readonly name: string;
  /** The integration's own user: who writes through the API. */
  readonly bot: NotionUser;
  readonly users: readonly NotionUser[];
  readonly pages: Map<string, PageRecord>;
  /** Of the pages that somebody has looked into. */
  readonly blocks: Map<string, BlockRecord>;
  readonly databases: Map<string, DatabaseRecord>;
  readonly dataSources: Map<string, DataSourceRecord>;
  readonly comments: CommentRecord[];
  readonly jobs: TemplateJob[];
  readonly limits: Limits['notion'];
  nowMs(): number;
  newId(): string;
  noteEffect(effect: { object: string; key: string; kind: EffectKind }): void;
  onChange(change: NotionChange): void;
}

/** The author of what comes through the API. */
export const byBot = (workspace: NotionWorkspace): NotionAuthor => ({ id: workspace.bot.id, type: 'bot' });

/** The author of what a person does in the app. */
export const byPerson = (workspace: NotionWorkspace): NotionAuthor => {
  const person = workspace.users.find(({ type }) => type === 'person') ?? workspace.bot;
  return { id: person.id, type: person.type };
};

/** A page outside of a data source has a title and nothing else. */
const TITLE_ONLY: ReadonlyMap<string, PropertyConfig> = new Map([
  [TITLE_ID, { id: TITLE_ID, type: 'title', name: 'title', options: [], relatedId: null }],
]);

/** The properties that a page may have. */
export const propertiesOf = (
  workspace: NotionWorkspace,
  parent: PageRecord['parent'],
): ReadonlyMap<string, PropertyConfig> =>
  (parent.type === 'data_source_id' ? workspace.dataSources.get(parent.id)?.properties : undefined) ??
  TITLE_ONLY;

export const titleOf = (page: PageRecord): string => {
  const value = page.values.get(TITLE_ID);
  return value?.kind === 'text' ? plainOf(value.parts) : '';
};
