import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import { z } from 'zod';
import { orExisting, orMissing } from '../call/or-status.ts';
import { readAnswer } from '../call/read-answer.ts';
import type { HubSpotDeps } from './objects.ts';

/** A property of ours at HubSpot. */
export interface OwnProperty {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'string' | 'number' | 'date';
  /** No two objects have the same value. */
  readonly isUnique?: boolean;
}

/** HubSpot keeps properties in groups, which it names after their objects in more ways than one. */
const GROUPS: Readonly<Record<string, string>> = {
  contacts: 'contactinformation',
  companies: 'companyinformation',
  deals: 'dealinformation',
  tickets: 'ticketinformation',
  line_items: 'lineiteminformation',
  products: 'productinformation',
  tasks: 'task',
  notes: 'note',
};

const TYPES = {
  string: { type: PropertyCreateTypeEnum.String, fieldType: PropertyCreateFieldTypeEnum.Text },
  number: { type: PropertyCreateTypeEnum.Number, fieldType: PropertyCreateFieldTypeEnum.Number },
  date: { type: PropertyCreateTypeEnum.Date, fieldType: PropertyCreateFieldTypeEnum.Date },
} as const;

const propertySchema = z.object({
  type: z.string().default('string'),
  hasUniqueValue: z.boolean().default(false),
});

/** What a property is like; undefined where there is none of that name. */
export const readProperty = (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  name: string,
): Promise<z.output<typeof propertySchema> | undefined> =>
  orMissing(
    call({
      operation: 'properties.get',
      idempotent: true,
      run: async (ends) => {
        const property = await sdk.ask(ends, ({ crm }) => crm.properties.coreApi.getByName(objectType, name));
        return readAnswer(() => propertySchema.parse(property));
      },
    }),
  );

/** Makes a property. One that is there already is left as it is. */
export const createProperty = (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  { name, label, description, type, isUnique = false }: OwnProperty,
): Promise<void> =>
  orExisting(
    call({
      operation: 'properties.create',
      // Its name is its key: a second creation is refused with 409.
      idempotent: true,
      run: async (ends) => {
        await sdk.ask(ends, ({ crm }) =>
          crm.properties.coreApi.create(objectType, {
            name,
            label,
            description,
            groupName: GROUPS[objectType] ?? objectType,
            ...TYPES[type],
            hasUniqueValue: isUnique,
            formField: false,
          }),
        );
      },
    }),
  );
