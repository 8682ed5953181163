import { IntegrationError } from '@sherpa/core';
import type { HubSpotDeps } from './objects.ts';
import { createProperty, readProperty } from './own-property.ts';

/** The property of ours by which an object is found again, so that writing it twice makes one. */
export const KEY_PROPERTY = 'sherpa_key';

const ensure = async (deps: HubSpotDeps, objectType: string): Promise<void> => {
  const found = await readProperty(deps, objectType, KEY_PROPERTY);
  if (found?.hasUniqueValue === true) return undefined;
  if (found === undefined)
    return createProperty(deps, objectType, {
      name: KEY_PROPERTY,
      label: 'Sherpa key',
      description: 'Set by Sherpa so that nothing is created twice.',
      type: 'string',
      isUnique: true,
    });
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
