import type { AskOptions, HubSpotDeps } from './objects.ts';
import type { PropertyValues } from './put-object.ts';

/** Sets values of one object. Safe to repeat: the same values are the same object. */
export const updateObject = (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  target: { readonly id: string; readonly properties: PropertyValues },
  { signal }: AskOptions,
): Promise<void> =>
  call({
    operation: `${objectType}.update`,
    idempotent: true,
    signal,
    run: async (ends) => {
      await sdk.ask(ends, ({ crm }) =>
        crm.objects.basicApi.update(objectType, target.id, { properties: { ...target.properties } }),
      );
    },
  });

/** Puts an object away for ninety days, after which it is gone. Safe to repeat. */
export const archiveObject = (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  id: string,
  { signal }: AskOptions,
): Promise<void> =>
  call({
    operation: `${objectType}.archive`,
    idempotent: true,
    signal,
    run: async (ends) => {
      await sdk.ask(ends, ({ crm }) => crm.objects.basicApi.archive(objectType, id));
    },
  });
