import type { ColumnType, Generated } from 'kysely';

export interface KnowledgeBaseTable {
  id: string;
  tenant_id: string;
  source: string;
  external_id: string;
  title: string;
  url: string | null;
  path: Generated<string[]>;
  category: string | null;
  tags: Generated<string[]>;
  content: string;
  content_hash: Generated<string>;
  labels: Generated<string[]>;
  head: ColumnType<string, never, never>;
  edited_at: Generated<Date>;
  source_version: Generated<number>;
  unreachable_since: Date | null;
  deleted_at: Date | null;
  delete_reason: 'deleted' | 'unreachable' | 'erased' | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface KnowledgeChunksTable {
  tenant_id: string;
  page_id: string;
  position: number;
  heading_path: string[];
  content: string;
  labels: string[];
  edited_at: Date;
  search: string;
}

export interface KnowledgeWordsTable {
  tenant_id: string;
  word: string;
}
