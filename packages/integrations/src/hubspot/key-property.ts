import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import { IntegrationError } from '@sherpa/core';
import { z } from 'zod';
import { orExisting, orMissing } from '../call/or-status.ts';
import { readAnswer } from '../call/read-answer.ts';
import type { HubSpotDeps } from './objects.ts';

/** The property of ours by which an object is found again, so that writing it twice makes one. */
export const KEY_PROPERTY = 'sherpa_key';

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

const propertySchema = z.object({ hasUniqueValue: z.boolean().default(false) });

const readProperty = ({ sdk, call }: HubSpotDeps, objectType: string): Promise<boolean | undefined> =>
  orMissing(
    call({
      operation: 'properties.get',
      idempotent: true,
      run: async (ends) => {
        const property = await sdk.ask(ends, ({ crm }) =>
          crm.properties.coreApi.getByName(objectType, KEY_PROPERTY),
        );
        return readAnswer(() => propertySchema.parse(property)).hasUniqueValue;
      },
    }),
  );

const createProperty = ({ sdk, call }: HubSpotDeps, objectType: string): Promise<void> =>
  orExisting(
    call({
      operation: 'properties.create',
      // Its name is its key: a second creation is refused with 409.
      idempotent: true,
      run: async (ends) => {
        await sdk.ask(ends, ({ crm }) =>
          crm.properties.coreApi.create(objectType, {
            name: KEY_PROPERTY,
            label: 'Sherpa key',
            description: 'Set by Sherpa so that nothing is created twice.',
            groupName: GROUPS[objectType] ?? objectType,
            type: PropertyCreateTypeEnum.String,
            fieldType: PropertyCreateFieldTypeEnum.Text,
            hasUniqueValue: true,
            formField: false,
          }),
        );
      },
    }),
  );

const ensure = async (deps: HubSpotDeps, objectType: string): Promise<void> => {
  const isUnique = await readProperty(deps, objectType);
  if (isUnique === undefined) return createProperty(deps, objectType);
  if (isUnique) return undefined;
  throw new IntegrationError('The property sherpa_key at HubSpot must hold unique values.', {
    code: 'integration_rejected',
    retry: 'never',
    details: { vendor: 'hubspot', operation: 'properties.get', objectType, property: KEY_PROPERTY },
  });
};

/**
 * Makes a function that sees to the property once for each type of object; what it found is kept, a
 * failure is not. It takes no signal, because the tasks that wait for the same request must not end with
 * the first of them.
 */
export const makeKeyPropertyCheck = (deps: HubSpotDeps): ((objectType: string) => Promise<void>) => {
  const checked = new Map<string, Promise<void>>();
  return async (objectType) => {
    const check = checked.get(objectType) ?? ensure(deps, objectType);
    checked.set(objectType, check);
    try {
      await check;
    } catch (thrown) {
      checked.delete(objectType);
      throw thrown;
    }
  };
};
