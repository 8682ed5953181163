import type { Json } from '@sherpa/core';

/** One write to a vendor, and how to tell whether it landed. */
export interface EffectSpec<T extends Json> {
  readonly vendor: 'stripe' | 'hubspot' | 'notion';
  /**
   * What the vendor knows this write by. From the task's id and the effect's name where absent; the same
   * over all attempts either way. One of your own also covers other tasks that write the same thing,
   * as far as the vendor goes by it.
   */
  readonly key?: string;
  /** What is meant to be written, for people to read: ids, kinds and amounts, nothing personal. */
  readonly intent: Json;
  /** Makes the write under that key. What it returns is remembered. */
  readonly perform: (key: string) => Promise<T>;
  /** Looks for what an earlier attempt may have written under that key; undefined where there is nothing. */
  readonly verify?: (key: string) => Promise<T | undefined>;
  /** What a dry run goes on with in place of the vendor's answer. Without it the dry run ends here. */
  readonly pretend?: T;
}
