import { COMPANY_MODIFIED, COMPANY_PROPERTIES, toCompany, type HubSpotCompany } from './company.ts';
import { CONTACT_MODIFIED, CONTACT_PROPERTIES, toContact, type HubSpotContact } from './contact.ts';
import { DEAL_PROPERTIES, toDeal, type HubSpotDeal } from './deal.ts';
import { LINE_ITEM_PROPERTIES, toLineItem, type HubSpotLineItem } from './line-item.ts';
import { NOTE_PROPERTIES, toNote, type HubSpotNote } from './note.ts';
import type { ObjectKind } from './objects.ts';
import type { HubSpotRecord } from './property-value.ts';
import { TASK_PROPERTIES, toTask, type HubSpotTask } from './task.ts';
import { TICKET_PROPERTIES, toTicket, type HubSpotTicket } from './ticket.ts';

/** The kinds of objects that have a type of our own. */
export interface Kinds {
  readonly contacts: ObjectKind<HubSpotContact>;
  readonly companies: ObjectKind<HubSpotCompany>;
  readonly deals: ObjectKind<HubSpotDeal>;
  readonly tickets: ObjectKind<HubSpotTicket>;
  readonly notes: ObjectKind<HubSpotNote>;
  readonly tasks: ObjectKind<HubSpotTask>;
  readonly lineItems: ObjectKind<HubSpotLineItem>;
}

/** Properties to carry along as `custom`, by HubSpot's name. */
export type CustomProperties = Readonly<Partial<Record<keyof Kinds, readonly string[]>>>;

interface Declared<T> {
  readonly objectType: string;
  readonly modifiedProperty?: string;
  readonly properties: readonly string[];
  readonly map: (record: HubSpotRecord, custom: readonly string[]) => T;
}

const kindOf = <T>(declared: Declared<T>, custom: readonly string[] = []): ObjectKind<T> => ({
  objectType: declared.objectType,
  modifiedProperty: declared.modifiedProperty ?? 'hs_lastmodifieddate',
  properties: [...declared.properties, ...custom],
  fromRecord: (record) => declared.map(record, custom),
});

/** Makes the kinds, with a portal's own properties. */
export const makeKinds = (custom: CustomProperties = {}): Kinds => ({
  contacts: kindOf(
    {
      objectType: 'contacts',
      modifiedProperty: CONTACT_MODIFIED,
      properties: CONTACT_PROPERTIES,
      map: toContact,
    },
    custom.contacts,
  ),
  companies: kindOf(
    {
      objectType: 'companies',
      modifiedProperty: COMPANY_MODIFIED,
      properties: COMPANY_PROPERTIES,
      map: toCompany,
    },
    custom.companies,
  ),
  deals: kindOf({ objectType: 'deals', properties: DEAL_PROPERTIES, map: toDeal }, custom.deals),
  tickets: kindOf({ objectType: 'tickets', properties: TICKET_PROPERTIES, map: toTicket }, custom.tickets),
  notes: kindOf({ objectType: 'notes', properties: NOTE_PROPERTIES, map: toNote }, custom.notes),
  tasks: kindOf({ objectType: 'tasks', properties: TASK_PROPERTIES, map: toTask }, custom.tasks),
  lineItems: kindOf(
    { objectType: 'line_items', properties: LINE_ITEM_PROPERTIES, map: toLineItem },
    custom.lineItems,
  ),
});
