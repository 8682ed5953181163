import { saveKnowledgePages, type Database } from '@sherpa/db';
import { toKnowledgeDocument } from '@sherpa/knowledge';
import { monotonicMs } from '../monotonic.ts';
import { generatePage, type World } from './generate-pages.ts';

const BATCH = 250;
/** As many agents at once as a small fleet has. */
const WRITERS = 2;

export interface FillOptions {
  readonly db: Database;
  readonly tenantId: string;
  readonly world: World;
  readonly pages: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** Saves that many generated pages the way agents do; answers how many a second. */
export const fill = async ({
  db,
  tenantId,
  world,
  pages,
  signal,
  onProgress,
}: FillOptions): Promise<number> => {
  const start = monotonicMs();
  let next = 0;
  const write = async (): Promise<void> => {
    while (next < pages) {
      signal.throwIfAborted();
      const from = next;
      next += BATCH;
      const numbers = Array.from({ length: Math.min(BATCH, pages - from) }, (_, index) => from + index);
      const documents = numbers.map((number) => toKnowledgeDocument(generatePage(number, world)));
      await db.withTenant(tenantId, (tx) => saveKnowledgePages(tx, tenantId, documents));
      onProgress(Math.min(next, pages));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  return pages / ((monotonicMs() - start) / 1_000);
};
