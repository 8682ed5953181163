import { readAnswer } from '../call/read-answer.ts';
import { VendorFailure } from '../call/vendor-failure.ts';
import { listObjects } from './list-objects.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';

/** Where in a listing to look. */
export interface SkipPage {
  readonly after?: string | undefined;
}

/** An object by its id, and what to ask with for those after it. */
export interface Skipped {
  readonly id: string;
  readonly next?: string | undefined;
}

/** The next object of a listing without anything that it says. */
export const skipObject = async (
  deps: HubSpotDeps,
  objectType: string,
  { after }: SkipPage,
  options: AskOptions,
): Promise<Skipped> => {
  const kind = {
    objectType,
    modifiedProperty: '',
    properties: ['hs_object_id'],
    fromRecord: ({ id }: { readonly id: string }) => id,
  };
  const { rows, next } = await listObjects(deps, kind, { after, limit: 1 }, options);
  const [id] = rows;
  return readAnswer(() => {
    if (id === undefined) throw new VendorFailure({ kind: 'mismatch' });
    return { id, next };
  });
};
