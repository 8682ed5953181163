import type { Db } from '../../schema/index.ts';

/** Somebody who is to be forgotten, by all that tells of them. */
export interface ForgottenPerson {
  readonly tenantId: string;
  /** Vendor objects, as `hubspot:contact:1`. */
  readonly nodes: readonly string[];
  readonly emails: readonly string[];
  /** What tells of them wherever it stands: addresses as they were written, names of two words, numbers. */
  readonly texts: readonly string[];
  readonly customerIds: readonly string[];
  /** What is to stand where the id of one of the objects stands, by node. */
  readonly pseudonyms: ReadonlyMap<string, string>;
}

/** A task of which the queue may still hold a job. */
export interface ForgottenJob {
  readonly agent: string;
  readonly taskId: string;
}

/** What one handler has done. */
export interface Forgotten {
  readonly rows: number;
  /** Jobs that the queue should drop: what they point at is not to be done any more. */
  readonly jobs?: readonly ForgottenJob[];
}

/** Forgets a person in one place, in the transaction of all. Whoever adds a table that can name somebody adds one. */
export interface PrivacyHandler {
  readonly place: string;
  readonly forget: (tx: Db, person: ForgottenPerson) => Promise<Forgotten>;
}
