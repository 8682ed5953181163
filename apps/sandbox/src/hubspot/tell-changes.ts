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
  type: ObjectType,
  event: string,
  actor: Actor,
  details: Details,
): void => {
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
  type: ObjectType,
  id: string,
  actor: Actor,
  values: { readonly before: Values; readonly after: Values },
): void => {
  for (const name of new Set([...values.before.keys(), ...values.after.keys()])) {
    const propertyValue = values.after.get(name) ?? '';
    if ((values.before.get(name) ?? '') === propertyValue) continue;
    tell(hubspot, type, 'propertyChange', actor, {
      objectId: Number(id),
      propertyName: name,
      propertyValue,
    });
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
    const [fromType, toType] = [objectTypes[from.type], objectTypes[to.type]];
    tell(hubspot, fromType, 'associationChange', actor, {
      objectId: Number(from.id),
      fromObjectId: Number(from.id),
      toObjectId: Number(to.id),
      associationType: `${fromType.singular}_TO_${toType.singular}`.toUpperCase(),
      associationRemoved: what.isRemoved,
      isPrimaryAssociation: what.isPrimary,
    });
  };
  tellFrom(ends.from, ends.to);
  tellFrom(ends.to, ends.from);
};
