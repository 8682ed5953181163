import type { Nodes } from 'mdast';
import { toString } from 'mdast-util-to-string';

/** What people read of a node, in one line. */
export const plainText = (node: Nodes | readonly Nodes[]): string =>
  toString(node, { includeHtml: false }).replaceAll(/\s+/gu, ' ').trim();
