import type { PropertyConfig, PropertyValue } from './properties/property.ts';
import type { TextPart } from './rich-text.ts';

/** Where something hangs. */
export type Parent =
  | { readonly type: 'workspace' }
  | { readonly type: 'page_id'; readonly id: string }
  | { readonly type: 'block_id'; readonly id: string }
  | { readonly type: 'data_source_id'; readonly id: string };

export interface NotionUser {
  readonly id: string;
  readonly type: 'person' | 'bot';
  readonly name: string;
  readonly email: string | null;
}

/** A block to be, as a caller or the world gives it. */
export interface NewBlock {
  readonly type: string;
  readonly text?: readonly TextPart[];
  readonly caption?: readonly TextPart[];
  readonly cells?: readonly (readonly TextPart[])[];
  /** What else the type has, as it goes over the wire. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly children?: readonly NewBlock[];
  /** Child pages are blocks under their page's own id. */
  readonly id?: string;
}

export interface BlockRecord {
  readonly id: string;
  readonly pageId: string;
  readonly parent: Parent;
  readonly type: string;
  readonly createdMs: number;
  readonly createdBy: string;
  text: readonly TextPart[] | undefined;
  caption: readonly TextPart[] | undefined;
  cells: readonly (readonly TextPart[])[] | undefined;
  fields: Readonly<Record<string, unknown>>;
  readonly childIds: string[];
  editedMs: number;
  editedBy: string;
  isTrashed: boolean;
}

export interface PageRecord {
  readonly id: string;
  readonly parent: Parent;
  readonly createdMs: number;
  readonly createdBy: string;
  readonly isTemplate: boolean;
  /** Its content cannot be read: every attempt ends with 504. */
  readonly isPoison: boolean;
  /** By property id. */
  readonly values: Map<string, PropertyValue>;
  icon: string | null;
  editedMs: number;
  editedBy: string;
  isTrashed: boolean;
  /** `off`: taken away from the integration, with all that is below. `direct`: handed to it by name. */
  sharing: 'inherited' | 'direct' | 'off';
  /** Top-level blocks, or how they are made when somebody first looks. */
  content: string[] | (() => readonly NewBlock[]);
  /** What the search index knew before the title changed. */
  titleBefore: string | null;
  titleSinceMs: number;
}

export interface DatabaseRecord {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly parent: Parent;
  readonly dataSourceIds: string[];
  readonly createdMs: number;
  readonly createdBy: string;
}

export interface DataSourceRecord {
  readonly id: string;
  readonly databaseId: string;
  title: string;
  /** By property id, in the order of their making. */
  readonly properties: Map<string, PropertyConfig>;
  readonly templateIds: string[];
  readonly createdMs: number;
  readonly createdBy: string;
  editedMs: number;
  editedBy: string;
  isTrashed: boolean;
  /** Its pages in the order of their making, trashed ones too. */
  readonly rows: PageRecord[];
}

export interface CommentRecord {
  readonly id: string;
  readonly pageId: string;
  readonly parent: Parent;
  readonly discussionId: string;
  readonly text: readonly TextPart[];
  readonly createdMs: number;
  readonly createdBy: string;
}
