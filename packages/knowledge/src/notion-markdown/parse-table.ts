import type { RootContent } from 'mdast';
import { tableOf } from '../markdown/nodes.ts';
import type { FilePlace } from '../stable-url.ts';
import { parseInline } from './inline.ts';

const ROW = /<tr\b[^>]*>([\s\S]*?)<\/tr>/gu;
const CELL = /<t[dh]\b[^>]*>([\s\S]*?)<\/t[dh]>/gu;

/** The inside of `<table>` as a table of Markdown. */
export const parseTable = (inner: string, place: FilePlace): RootContent[] =>
  tableOf(
    Array.from(inner.matchAll(ROW), ([, row = '']) =>
      Array.from(row.matchAll(CELL), ([, cell = '']) => parseInline(cell, { place, oneLine: true })),
    ),
  );
