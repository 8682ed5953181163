import { IntegrationError } from '@sherpa/core';
import type { Client } from '@notionhq/client';
import type { Call } from '../call/make-call.ts';
import { readAnswer } from '../call/read-answer.ts';
import type { NotionSdk } from './sdk.ts';

/** Lets the task that asks cancel what it asked. */
export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Rows, and what to ask with for more; no `next` on the last page. */
export interface NotionRows<T> {
  readonly rows: readonly T[];
  readonly next?: string | undefined;
}

/** A page of a listing. */
export interface NotionListPage {
  /** `next` of the page before. It dies with the object it names; `isCursorLost` tells. */
  readonly next?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
}

/** What every request to Notion needs. */
export interface NotionDeps {
  readonly sdk: NotionSdk;
  readonly call: Call;
}

/** How one thing is asked for and read. */
export interface Question<Answer, T> {
  readonly operation: string;
  readonly ask: (client: Client) => Promise<Answer>;
  readonly read: (answer: Answer) => T;
}

/** The status that Notion answered an error with. */
export const statusOf = (thrown: unknown): number | undefined => {
  const status = thrown instanceof IntegrationError ? thrown.details['status'] : undefined;
  return typeof status === 'number' ? status : undefined;
};

const askOnce = <Answer, T>(
  { sdk, call }: NotionDeps,
  { operation, ask, read }: Question<Answer, T>,
  idempotent: boolean,
  { signal }: AskOptions,
): Promise<T> =>
  call({
    operation,
    idempotent,
    signal,
    run: async (ends) => {
      const answer = await sdk.ask(ends, ask);
      return readAnswer(() => read(answer));
    },
  });

/**
 * Asks for something. Notion now and then calls a request invalid that is not, so what it refuses as
 * invalid is asked once more; the second refusal stands.
 */
export const readNotion = async <Answer, T>(
  deps: NotionDeps,
  question: Question<Answer, T>,
  options: AskOptions,
): Promise<T> => {
  try {
    return await askOnce(deps, question, true, options);
  } catch (thrown) {
    if (statusOf(thrown) !== 400) throw thrown;
    return askOnce(deps, question, true, options);
  }
};

/** Writes something; `idempotent` where doing it twice is doing it once. */
export const writeNotion = <Answer, T>(
  deps: NotionDeps,
  question: Question<Answer, T> & { readonly idempotent: boolean },
  options: AskOptions,
): Promise<T> => askOnce(deps, question, question.idempotent, options);
