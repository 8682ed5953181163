import type { BlockContent, List, Paragraph, PhrasingContent, RootContent } from 'mdast';

/** Whether the node may stand in a quote or a list item. */
const isBlock = (node: RootContent): node is BlockContent =>
  ['blockquote', 'code', 'heading', 'html', 'list', 'paragraph', 'table', 'thematicBreak'].includes(
    node.type,
  );

export const blocksOf = (nodes: readonly RootContent[]): BlockContent[] => nodes.filter(isBlock);

/** A paragraph of this content, or nothing where there is none. */
export const paragraphOf = (children: readonly PhrasingContent[]): Paragraph[] =>
  children.length === 0 ? [] : [{ type: 'paragraph', children: [...children] }];

export interface ItemOptions {
  readonly ordered: boolean;
  /** Undefined: no task of a list of tasks. */
  readonly checked: boolean | undefined;
}

/** A list of one item; `joinLists` makes one of neighbours. */
export const listOf = (children: readonly RootContent[], { ordered, checked }: ItemOptions): List => ({
  type: 'list',
  ordered,
  spread: false,
  children: [
    {
      type: 'listItem',
      spread: false,
      ...(checked === undefined ? {} : { checked }),
      children: blocksOf(children),
    },
  ],
});

/** Neighbouring lists of a kind as one list. */
export const joinLists = (nodes: readonly RootContent[]): RootContent[] => {
  const joined: RootContent[] = [];
  for (const node of nodes) {
    const before = joined.at(-1);
    if (node.type === 'list' && before?.type === 'list' && before.ordered === node.ordered)
      joined.splice(-1, 1, { ...before, children: [...before.children, ...node.children] });
    else joined.push(node);
  }
  return joined;
};

/** A table whose first row is its head, all rows as wide as the widest. */
export const tableOf = (rows: readonly (readonly (readonly PhrasingContent[])[])[]): RootContent[] => {
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return [];
  const children = rows.map((row) => ({
    type: 'tableRow' as const,
    children: Array.from({ length: width }, (_, index) => ({
      type: 'tableCell' as const,
      children: [...(row[index] ?? [])],
    })),
  }));
  return [{ type: 'table', children }];
};
