import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import { IntegrationError } from '@sherpa/core';
import { z } from 'zod';
import { orExisting, orMissing } from '../call/or-status.ts';
import { readAnswer } from '../call/read-answer.ts';
import type { HubSpotDeps } from './objects.ts';

/** The property of ours by which a task is found again, so that writing it twice makes one. */
export const KEY_PROPERTY = 'sherpa_key';

const propertySchema = z.object({ hasUniqueValue: z.boolean().default(false) });

const readProperty = ({ sdk, call }: HubSpotDeps): Promise<boolean | undefined> =>
  orMissing(
    call({
      operation: 'properties.get',
      idempotent: true,
      run: async (ends) => {
        const property = await sdk.ask(ends, ({ crm }) =>
          crm.properties.coreApi.getByName('tasks', KEY_PROPERTY),
        );
        return readAnswer(() => propertySchema.parse(property)).hasUniqueValue;
      },
    }),
  );

const createProperty = ({ sdk, call }: HubSpotDeps): Promise<void> =>
  orExisting(
    call({
      operation: 'properties.create',
      // Its name is its key: a second creation is refused with 409.
      idempotent: true,
      run: async (ends) => {
        await sdk.ask(ends, ({ crm }) =>
          crm.properties.coreApi.create('tasks', {
            name: KEY_PROPERTY,
            label: 'Sherpa key',
            description: 'Set by Sherpa so that a task is never created twice.',
            groupName: 'task',
            type: PropertyCreateTypeEnum.String,
            fieldType: PropertyCreateFieldTypeEnum.Text,
            hasUniqueValue: true,
            formField: false,
          }),
        );
      },
    }),
  );

const ensure = async (deps: HubSpotDeps): Promise<void> => {
  const isUnique = await readProperty(deps);
  if (isUnique === undefined) return createProperty(deps);
  if (isUnique) return undefined;
  throw new IntegrationError('The property sherpa_key on HubSpot tasks must hold unique values.', {
    code: 'integration_rejected',
    retry: 'never',
    details: { vendor: 'hubspot', operation: 'properties.get', property: KEY_PROPERTY },
  });
};

/**
 * Makes a function that sees to the property once; what it found is kept, a failure is not. It takes no
 * signal, because the tasks that wait for the same request must not end with the first of them.
 */
export const makeKeyPropertyCheck = (deps: HubSpotDeps): (() => Promise<void>) => {
  let checked: Promise<void> | undefined;
  return async () => {
    checked ??= ensure(deps);
    try {
      await checked;
    } catch (thrown) {
      checked = undefined;
      throw thrown;
    }
  };
};
