import { makeObjectStore, type ObjectStore, type ObjectStoreDeps } from '../hubspot/object-store.ts';
import { objectTypes, type ObjectTypeName } from '../hubspot/object-types.ts';
import type { Pipelines } from '../hubspot/pipeline.ts';
import { companyProperties } from '../hubspot/properties/company-properties.ts';
import { contactProperties } from '../hubspot/properties/contact-properties.ts';
import { closedByStage, dealProperties } from '../hubspot/properties/deal-properties.ts';
import { lineItemProperties } from '../hubspot/properties/line-item-properties.ts';
import { noteProperties } from '../hubspot/properties/note-properties.ts';
import { productProperties } from '../hubspot/properties/product-properties.ts';
import { taskProperties } from '../hubspot/properties/task-properties.ts';
import { ticketProperties } from '../hubspot/properties/ticket-properties.ts';
import type { PropertyDefinition } from '../hubspot/property.ts';
import { FIRST_COMPANY_ID } from './plan-companies.ts';
import { FIRST_CONTACT_ID } from './plan-contacts.ts';
import { FIRST_PRODUCT_ID } from './plan-products.ts';

interface StoresDeps {
  readonly pipelines: Pipelines;
  nowMs(): number;
  lagMs(): number;
}

/** An empty store for each type of object. */
export const makeStores = ({
  pipelines,
  nowMs,
  lagMs,
}: StoresDeps): Readonly<Record<ObjectTypeName, ObjectStore>> => {
  const make = (
    name: ObjectTypeName,
    firstId: number,
    properties: readonly PropertyDefinition[],
    more: Pick<ObjectStoreDeps, 'calculate'> = {},
  ) => makeObjectStore({ type: objectTypes[name], properties, firstId, nowMs, lagMs, ...more });
  return {
    contacts: make('contacts', FIRST_CONTACT_ID, contactProperties),
    companies: make('companies', FIRST_COMPANY_ID, companyProperties),
    deals: make('deals', 1_400_001, dealProperties(pipelines.deals), {
      calculate: closedByStage(pipelines.deals),
    }),
    tickets: make('tickets', 1_800_001, ticketProperties(pipelines.tickets)),
    notes: make('notes', 2_200_001, noteProperties),
    tasks: make('tasks', 900_001, taskProperties),
    line_items: make('line_items', 2_600_001, lineItemProperties),
    products: make('products', FIRST_PRODUCT_ID, productProperties),
  };
};
