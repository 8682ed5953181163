import type { AssociationEnd } from './associations.ts';
import type { Actor, HubSpotChange } from './change.ts';
import type { HubSpot } from './hubspot.ts';
import { objectTypes, type ObjectType, type ObjectTypeName } from './object-types.ts';

type Teller = Pick<HubSpot, 'nowMs' | 'onChange'>;

/** Notes and tasks have no subscription types of their own. */
const GENERIC: ReadonlySet<ObjectTypeName> = new Set(['notes', 'tasks']);

type Details = Omit<HubSpotChange, 'subscriptionType' | 'objectTypeId' | 'occurredAtMs' | keyof Actor>;

/** Tells one change of a record. */
export const tell = (
  hubspot: Teller,
  what: { readonly type: ObjectType; readonly event: string; readonly actor: Actor },
  details: Details,
): void => {
  const { type, event, actor } = what;
  hubspot.onChange({
    subscriptionType: `${GENERIC.has(type.name) ? 'object' : type.singular}.${event}`,
    objectTypeId: type.typeId,
    occurredAtMs: hubspot.nowMs(),
    ...actor,
    ...details,
  });
};

type Values = ReadonlyMap<string, string>;

/** One change for each property whose value is another one now. */
export const tellValues = (
  hubspot: Teller,
  whose: { readonly type: ObjectType; readonly id: string; readonly actor: Actor },
  { before, after }: { readonly before: Values; readonly after: Values },
): void => {
  const { type, id, actor } = whose;
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const propertyValue = after.get(name) ?? '';
    if ((before.get(name) ?? '') === propertyValue) continue;
    const details = { objectId: Number(id), propertyName: name, propertyValue };
    tell(hubspot, { type, event: 'propertyChange', actor }, details);
  }
};

/** A link that was made or taken away, told from both of its ends. */
export const tellAssociation = (
  hubspot: Teller,
  ends: { readonly from: AssociationEnd; readonly to: AssociationEnd },
  actor: Actor,
  what: { readonly isRemoved: boolean; readonly isPrimary: boolean },
): void => {
  const tellFrom = (from: AssociationEnd, to: AssociationEnd) => {
    const type = objectTypes[from.type];
    const associationType = `${type.singular}_TO_${objectTypes[to.type].singular}`.toUpperCase();
    const details = {
      objectId: Number(from.id),
      fromObjectId: Number(from.id),
      toObjectId: Number(to.id),
      associationType,
      associationRemoved: what.isRemoved,
      isPrimaryAssociation: what.isPrimary,
    };
    tell(hubspot, { type, event: 'associationChange', actor }, details);
  };
  tellFrom(ends.from, ends.to);
  tellFrom(ends.to, ends.from);
};
