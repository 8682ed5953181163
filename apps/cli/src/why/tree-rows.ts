import type { TracedTask, Why } from '@sherpa/api';
import { counted } from '../output/counted.ts';
import { spanText } from './span-text.ts';
import {
  decisionNode,
  effectNode,
  noteNode,
  taskNode,
  webhookNode,
  type After,
  type TreeNode,
  type TreeRow,
} from './tree-node.ts';

/** What is left out of a list, where something is. */
const restOf = (count: number, one: string): readonly TreeNode[] =>
  count === 0 ? [] : [noteNode(`… ${counted(count, one)} not shown`)];

const afterOf = ([first]: readonly TracedTask[]): After => {
  const moments = [...(first?.webhooks ?? []).map(({ receivedAt }) => receivedAt), first?.createdAt ?? ''];
  const beganMs = Math.min(...moments.map((moment) => Date.parse(moment)));
  return (moment) => (moment === null ? '' : `+${spanText(Math.max(0, Date.parse(moment) - beganMs))}`);
};

const webhooksOf = ({ webhooks, leftOut }: TracedTask, after: After): readonly TreeNode[] => [
  ...webhooks.map((webhook) => webhookNode(webhook, after)),
  ...restOf(leftOut.webhooks, 'more webhook'),
];

const toNode = (
  task: TracedTask,
  all: ReadonlyMap<string | null, readonly TracedTask[]>,
  after: After,
): TreeNode => {
  const { parentId, skipped, leftOut } = task;
  const node = taskNode(task, after, [
    ...(parentId === null ? [] : webhooksOf(task, after)),
    ...task.decisions.map((decision) => decisionNode(decision, after)),
    ...task.effects.map((effect) => effectNode(effect, after)),
    ...restOf(leftOut.effects, 'more write'),
    ...(all.get(task.id) ?? []).map((child) => toNode(child, all, after)),
    ...restOf(leftOut.tasks, 'more task'),
  ]);
  if (skipped === 0) return node;
  return noteNode(`… ${counted(skipped, 'task')} not shown, each of which brought about the next`, [node]);
};

/** Events of vendors stand above the first task, since they brought it about. */
const rootsOf = (first: TracedTask, node: TreeNode, after: After): readonly TreeNode[] => {
  const webhooks = webhooksOf(first, after);
  const last = webhooks.at(-1);
  return last === undefined ? [node] : [...webhooks.slice(0, -1), { ...last, below: [node] }];
};

const drawn = ({ row, below }: TreeNode, branch: string, indent: string): readonly TreeRow[] => [
  { ...row, what: `${branch}${row.what}` },
  ...below.flatMap((child, index) =>
    index === below.length - 1
      ? drawn(child, `${indent}└─ `, `${indent}   `)
      : drawn(child, `${indent}├─ `, `${indent}│  `),
  ),
];

/** The tree of an answer, a row a line. */
export const toTreeRows = ({ tasks }: Pick<Why, 'tasks'>): readonly TreeRow[] => {
  const after = afterOf(tasks);
  const all = Map.groupBy(tasks, ({ parentId }) => parentId);
  return (all.get(null) ?? [])
    .flatMap((first) => rootsOf(first, toNode(first, all, after), after))
    .flatMap((node) => drawn(node, '', ''));
};
