import { toAppError, type AppError } from '@sherpa/core';
import type { PoisonObject } from '@sherpa/db';
import type { Notion } from '@sherpa/integrations/notion';

/** What pages hold. */
export interface PageContents {
  readonly markdown: ReadonlyMap<string, string>;
  /** Gone or taken away since they were listed. */
  readonly missing: readonly string[];
  /** Those that Notion cannot give. */
  readonly poison: readonly PoisonObject[];
  /** What kept the rest from being read. */
  readonly failure: AppError | undefined;
}

/** Notion takes three requests a second; more of them at once would only wait. */
const AT_ONCE = 4;
const TRIES = 2;
const TOO_SLOW = 504;

const statusOf = (thrown: unknown): unknown => toAppError(thrown).details['status'];

/**
 * Reads what pages hold, some at a time. One for which Notion takes too long in every way is tried again after
 * the others, and then told as poison: it must not keep them from being read. Whatever else goes wrong ends the
 * reading, and what was read until then is not lost. Requests under way are waited for: one that is left alone
 * would be cancelled with its task, and it may be the one by which a vendor that failed is tried.
 */
export const readContents = async (
  notion: Pick<Notion, 'getPageMarkdown'>,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<PageContents> => {
  const markdown = new Map<string, string>();
  const missing: string[] = [];
  let poison: PoisonObject[] = [];
  const failures: AppError[] = [];
  let left = ids;
  const readOne = async (id: string): Promise<void> => {
    try {
      const content = await notion.getPageMarkdown(id, { signal });
      if (content === undefined) missing.push(id);
      else markdown.set(id, content.markdown);
    } catch (thrown) {
      if (statusOf(thrown) !== TOO_SLOW) failures.push(toAppError(thrown));
      else poison.push({ externalId: id, why: toAppError(thrown).code, details: { status: TOO_SLOW } });
    }
  };
  for (let count = 0; count < TRIES && left.length > 0 && failures.length === 0; count += 1) {
    poison = [];
    const waiting = [...left];
    const work = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined && failures.length === 0; id = waiting.shift())
        await readOne(id);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, left.length) }, work));
    left = poison.map(({ externalId }) => externalId);
  }
  const [failure] = failures;
  return { markdown, missing, poison: failure === undefined ? poison : [], failure };
};
