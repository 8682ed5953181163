import type { TracedEffect, TracedTask } from '@sherpa/api';
import { counted } from '../output/counted.ts';
import { plain } from '../output/plain.ts';
import { spanText } from './span-text.ts';

/** A line of the tree, in cells. */
export interface TreeRow {
  /** The branch and what hangs on it. */
  readonly what: string;
  readonly status: string;
  /** When it came, from the beginning of all. */
  readonly after: string;
  readonly waited: string;
  readonly ran: string;
  readonly calls: string;
  readonly id: string;
  readonly isAsked: boolean;
}

/** A line with those that hang below it. */
export interface TreeNode {
  readonly row: TreeRow;
  readonly below: readonly TreeNode[];
}

/** How long after the beginning of all something came. */
export type After = (moment: string | null) => string;

const blank = { status: '', after: '', waited: '', ran: '', calls: '', id: '', isAsked: false } as const;

/** A line that only says something. */
export const noteNode = (what: string, below: readonly TreeNode[] = []): TreeNode => ({
  row: { ...blank, what },
  below,
});

const knownText = (ms: number | null): string => (ms === null ? '-' : spanText(ms));

const betweenText = (from: string | null, to: string | null): string =>
  from === null || to === null ? '' : spanText(Date.parse(to) - Date.parse(from));

/** An event of a vendor. */
export const webhookNode = (
  { id, vendor, type, object, receivedAt, isAsked }: TracedTask['webhooks'][number],
  after: After,
): TreeNode => {
  const of = object === null ? '' : ` (${plain(object.type)} ${plain(object.id)})`;
  return {
    row: { ...blank, what: `webhook ${vendor} ${plain(type)}${of}`, after: after(receivedAt), id, isAsked },
    below: [],
  };
};

/** What a person or a signal brought. */
export const decisionNode = (
  { name, status, by, askedAt, decidedAt }: TracedTask['decisions'][number],
  after: After,
): TreeNode => ({
  row: {
    ...blank,
    what: `${plain(name)}${by === null ? '' : `, by ${plain(by)}`}`,
    status,
    after: after(askedAt ?? decidedAt),
    waited: betweenText(askedAt, decidedAt),
  },
  below: [],
});

/** A write to a vendor. */
export const effectNode = (effect: TracedEffect, after: After): TreeNode => {
  const { vendor, operation, name, status, error, objectId, begunAt, finishedAt, key, isAsked } = effect;
  const of = objectId === null ? '' : ` (${plain(objectId)})`;
  const why = error === null ? '' : `: ${error}`;
  return {
    row: {
      ...blank,
      what: `▸ ${vendor} ${plain(operation ?? name)}${of}${why}`,
      status,
      after: after(begunAt),
      ran: betweenText(begunAt, finishedAt),
      id: key,
      isAsked,
    },
    below: [],
  };
};

/** A task with what hangs below it. */
export const taskNode = (task: TracedTask, after: After, below: readonly TreeNode[]): TreeNode => {
  const { agent, type, how, attempts, error } = task;
  const facts = [
    ...(attempts > 1 ? [counted(attempts, 'attempt')] : []),
    ...(error === null ? [] : [error]),
    ...(how === 'awaited' ? ['awaited'] : []),
  ];
  const what = `${agent} ${how === 'message' ? 'message ' : ''}${type}`;
  return {
    row: {
      what: facts.length === 0 ? what : `${what} (${facts.join(', ')})`,
      status: task.status,
      after: after(task.createdAt),
      waited: knownText(task.waitedMs),
      ran: knownText(task.workedMs),
      calls: task.vendorCalls === null ? '' : String(task.vendorCalls),
      id: task.id,
      isAsked: task.isAsked,
    },
    below,
  };
};
