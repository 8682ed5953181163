import { dataSourcesStream } from './data-sources-stream.ts';
import { pagesStream } from './pages-stream.ts';

/** Notion's streams by the names of their tasks, each a declaration. */
export const knowledgeStreams = { 'data-sources': dataSourcesStream, pages: pagesStream } as const;

export type KnowledgeStream = keyof typeof knowledgeStreams;
