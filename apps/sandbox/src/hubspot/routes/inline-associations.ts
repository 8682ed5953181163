import { typeOf, type HubSpot } from '../hubspot.ts';
import type { ObjectType } from '../object-types.ts';

/** The `associations` of a record as list and get show them when asked. */
export const associationsOf = (
  hubspot: HubSpot,
  type: ObjectType,
  id: string,
  asked: readonly string[],
): object => {
  const entries = asked.map(typeOf).flatMap((to) => {
    const results = hubspot.associations.of({ type: type.name, id }, to.name).flatMap(({ toId, types }) =>
      types.map(({ label }) => ({
        id: toId,
        type: `${type.singular}_to_${to.singular}${label === null ? '' : `_${label.toLowerCase().replaceAll(' ', '_')}`}`,
      })),
    );
    return results.length === 0 ? [] : [[to.name, { results }] as const];
  });
  return entries.length === 0 ? {} : { associations: Object.fromEntries(entries) };
};
