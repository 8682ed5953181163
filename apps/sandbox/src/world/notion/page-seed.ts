import { TITLE_ID, type PropertyValue } from '../../notion/properties/property.ts';
import type { NewBlock, PageRecord } from '../../notion/records.ts';
import { plain } from '../../notion/rich-text.ts';
import type { Times } from '../moments.ts';

/** A page as the world plans it; what is left out is as with most pages. */
export interface PageSeed extends Pick<PageRecord, 'id' | 'parent'> {
  readonly title: string;
  readonly times: Times;
  readonly by: string;
  readonly content: () => readonly NewBlock[];
  readonly values?: ReadonlyMap<string, PropertyValue>;
  readonly icon?: string;
  readonly isTrashed?: boolean;
  readonly isPoison?: boolean;
  readonly isTemplate?: boolean;
  readonly sharing?: PageRecord['sharing'];
}

/** The page that was planned. */
export const toPage = (seed: PageSeed): PageRecord => ({
  id: seed.id,
  parent: seed.parent,
  createdMs: seed.times.createdMs,
  createdBy: seed.by,
  isTemplate: seed.isTemplate ?? false,
  isPoison: seed.isPoison ?? false,
  values: new Map([...(seed.values ?? []), [TITLE_ID, { kind: 'text', parts: plain(seed.title) }]]),
  icon: seed.icon ?? null,
  editedMs: seed.times.modifiedMs,
  editedBy: seed.by,
  isTrashed: seed.isTrashed ?? false,
  sharing: seed.sharing ?? 'inherited',
  content: seed.content,
  titleBefore: null,
  titleSinceMs: seed.times.createdMs,
});
