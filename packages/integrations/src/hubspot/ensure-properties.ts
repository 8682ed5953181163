import { IntegrationError } from '@sherpa/core';
import type { HubSpotDeps } from './objects.ts';
import { createProperty, readProperty, type OwnProperty } from './own-property.ts';

const ensure = async (deps: HubSpotDeps, objectType: string, property: OwnProperty): Promise<void> => {
  const found = await readProperty(deps, objectType, property.name);
  if (found === undefined) return createProperty(deps, objectType, property);
  if (found.type === property.type) return undefined;
  throw new IntegrationError('A property of ours at HubSpot has another type than we write.', {
    code: 'integration_rejected',
    retry: 'never',
    details: { vendor: 'hubspot', objectType, property: property.name, type: found.type },
  });
};

/** Sees to it that a type of object has these properties; asks HubSpot once for each. */
export type EnsureProperties = (objectType: string, properties: readonly OwnProperty[]) => Promise<void>;

/** Makes a function that sees to properties; what it found is kept, a failure is not. */
export const makeEnsureProperties = (deps: HubSpotDeps): EnsureProperties => {
  const checked = new Map<string, Promise<void>>();
  const once = async (objectType: string, property: OwnProperty): Promise<void> => {
    const name = `${objectType} ${property.name}`;
    const check = checked.get(name) ?? ensure(deps, objectType, property);
    checked.set(name, check);
    try {
      await check;
    } catch (thrown) {
      checked.delete(name);
      throw thrown;
    }
  };
  return async (objectType, properties) => {
    for (const property of properties) await once(objectType, property);
  };
};
