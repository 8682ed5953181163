import { deleteKnowledge, searchKnowledge, showKnowledge, writeKnowledge } from '../knowledge/endpoints.ts';
import type { KnowledgeAnswer } from '../knowledge/answer.ts';
import type { KnowledgePage, NewKnowledgePage, WrittenKnowledge } from '../knowledge/page.ts';
import type { RequestInput } from '../endpoint.ts';
import type { Call } from './call.ts';

/** The knowledge base of a gateway's tenant. */
export interface KnowledgeClient {
  /** The pages that answer best; without words those that were edited last. */
  search(query?: RequestInput<typeof searchKnowledge>['query']): Promise<KnowledgeAnswer>;
  show(id: string): Promise<KnowledgePage>;
  /** Makes the page of that source and id, or gives it this text. */
  write(source: string, externalId: string, page: NewKnowledgePage): Promise<WrittenKnowledge>;
  /** Answers with what it was. */
  delete(source: string, externalId: string): Promise<KnowledgePage>;
}

export const makeKnowledgeClient = (call: Call): KnowledgeClient => ({
  search: (query = {}) => call(searchKnowledge, { query }),
  show: (id) => call(showKnowledge, { params: { id } }),
  write: (source, externalId, body) => call(writeKnowledge, { params: { source, externalId }, body }),
  delete: (source, externalId) => call(deleteKnowledge, { params: { source, externalId } }),
});
