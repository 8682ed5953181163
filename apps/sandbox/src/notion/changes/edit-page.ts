import type { PropertyValue } from '../properties/property.ts';
import { TITLE_ID } from '../properties/property.ts';
import { titleOf } from '../workspace.ts';
import { announcePage } from './announce.ts';
import { touch, type Editing } from './edit-content.ts';
import { noteKey } from './page-key.ts';

/** Changes properties of a page. */
export const editValues = (editing: Editing, values: ReadonlyMap<string, PropertyValue>): void => {
  const { workspace, page, author } = editing;
  if (values.has(TITLE_ID)) {
    page.titleBefore = titleOf(page);
    page.titleSinceMs = workspace.nowMs();
  }
  for (const [id, value] of values) page.values.set(id, value);
  touch(editing);
  announcePage(workspace, page, 'page.properties_updated', {
    author,
    data: { updated_properties: [...values.keys()].map(encodeURIComponent) },
  });
};

/** Changes properties on behalf of the API, whose keys are counted. */
export const writeValues = (editing: Editing, values: ReadonlyMap<string, PropertyValue>): void => {
  editValues(editing, values);
  noteKey(editing.workspace, editing.page, values, 'updates');
};

/** Moves a page to the trash or back. */
export const setTrashed = (editing: Editing, isTrashed: boolean): void => {
  const { workspace, page, author } = editing;
  if (page.isTrashed === isTrashed) return;
  page.isTrashed = isTrashed;
  const block = workspace.blocks.get(page.id);
  if (block !== undefined) block.isTrashed = isTrashed;
  touch(editing);
  announcePage(workspace, page, isTrashed ? 'page.deleted' : 'page.undeleted', { author });
};
