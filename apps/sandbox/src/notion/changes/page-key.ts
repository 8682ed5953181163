import type { EffectKind } from '../../books.ts';
import type { PropertyValue } from '../properties/property.ts';
import type { PageRecord } from '../records.ts';
import { plainOf } from '../rich-text.ts';
import { propertiesOf, type NotionWorkspace } from '../workspace.ts';

/** The property by which callers recognise their own writes: Notion knows no idempotency keys. */
const KEY_PROPERTY = 'Sherpa Key';

/** Writes into the books under which key a page was made or changed. */
export const noteKey = (
  workspace: NotionWorkspace,
  page: PageRecord,
  values: ReadonlyMap<string, PropertyValue>,
  kind: EffectKind,
): void => {
  const properties = propertiesOf(workspace, page.parent);
  for (const [id, value] of values) {
    if (properties.get(id)?.name !== KEY_PROPERTY || value.kind !== 'text') continue;
    const key = plainOf(value.parts);
    if (key !== '') workspace.noteEffect({ object: 'pages', key: `${KEY_PROPERTY}=${key}`, kind });
  }
};
