import { bindStream, type BoundStream } from '@sherpa/sync';
import { knowledgeStreams, type KnowledgeStream } from './declared.ts';
import type { Workspace } from './workspace.ts';

/** Notion's streams by name, of one workspace. */
export const bindKnowledgeStreams = (
  workspace: Workspace,
): Readonly<Record<KnowledgeStream, BoundStream>> => ({
  'data-sources': bindStream(knowledgeStreams['data-sources'], workspace),
  pages: bindStream(knowledgeStreams.pages, workspace),
});

export type { KnowledgeStream };
