import type { KnowledgeDocument } from '@sherpa/core';

/** Which pages are asked for. */
export interface KnowledgeFilter {
  readonly source?: string | undefined;
  readonly category?: string | undefined;
  /** All of them. */
  readonly tags?: readonly string[] | undefined;
  /** Titles of the pages above, the outermost first. */
  readonly path?: readonly string[] | undefined;
  readonly editedSince?: Date | undefined;
  /** What is left out. */
  readonly hidden?: HiddenPages | undefined;
}

/** Pages that are left out: those below a page of that title, but for those of these categories. */
export interface HiddenPages {
  readonly below: readonly string[];
  readonly butCategories: readonly string[];
}

/** A filter as the index knows it. */
export interface LabelFilter {
  readonly every: readonly string[];
  /** Null: any will do. */
  readonly any: readonly string[] | null;
  /** Pages with one of these are left out, but for those with one of the kept ones. */
  readonly hidden: readonly string[];
  readonly kept: readonly string[];
}

/** Older than so many months is looked up without the help of the index. */
const MAX_MONTHS = 36;

const pathLabel = (titles: readonly string[]): string => `path:${titles.join('/').toLowerCase()}`;

const monthLabel = (date: Date): string => `month:${date.toISOString().slice(0, 'yyyy-mm'.length)}`;

type Labelled = Pick<KnowledgeDocument, 'source' | 'category' | 'tags' | 'path' | 'editedAt'>;

/** What a page can be filtered by, as text in one indexed array. */
export const labelsOf = ({ source, category, tags, path, editedAt }: Labelled): string[] => [
  `source:${source}`,
  ...(category === null ? [] : [`category:${category}`]),
  ...tags.map((tag) => `tag:${tag}`),
  ...path.map((_title, index) => pathLabel(path.slice(0, index + 1))),
  monthLabel(editedAt),
];

/** The months from then until now; one more, for clocks that are ahead of ours. */
const monthsSince = (since: Date, now: Date): readonly string[] | null => {
  const months: string[] = [];
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1);
  for (let month = 0; month <= MAX_MONTHS; month += 1) {
    const start = new Date(Date.UTC(since.getUTCFullYear(), since.getUTCMonth() + month));
    if (start.getTime() > end) return months;
    months.push(monthLabel(start));
  }
  return null;
};

/** The labels that a page of the filter has. */
export const labelFilterOf = (filter: KnowledgeFilter, now: Date): LabelFilter => ({
  every: [
    ...(filter.source === undefined ? [] : [`source:${filter.source}`]),
    ...(filter.category === undefined ? [] : [`category:${filter.category}`]),
    ...(filter.tags ?? []).map((tag) => `tag:${tag}`),
    ...(filter.path === undefined || filter.path.length === 0 ? [] : [pathLabel(filter.path)]),
  ],
  any: filter.editedSince === undefined ? null : monthsSince(filter.editedSince, now),
  hidden: (filter.hidden?.below ?? []).map((title) => pathLabel([title])),
  kept: (filter.hidden?.butCategories ?? []).map((category) => `category:${category}`),
});
