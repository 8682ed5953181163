import type { EffectKind } from '../books.ts';
import type { Limits } from '../limits/settings.ts';
import type { Associations } from './associations.ts';
import { notFound } from './errors.ts';
import type { ObjectStore } from './object-store.ts';
import { findObjectType, type ObjectType, type ObjectTypeName } from './object-types.ts';
import type { Owner } from './owners.ts';

/** The account as the routes see it. */
export interface HubSpot {
  readonly stores: Readonly<Record<ObjectTypeName, ObjectStore>>;
  readonly associations: Associations;
  readonly owners: readonly Owner[];
  readonly limits: Limits['hubspot'];
  nowMs(): number;
  noteEffect(effect: { object: string; key: string; kind: EffectKind }): void;
}

export const typeOf = (name: string): ObjectType => {
  const type = findObjectType(name);
  if (type === undefined) throw notFound(`Unable to infer object type from: ${name}`);
  return type;
};

/** The store of an object type named in a path, or HubSpot's 404. */
export const storeOf = (hubspot: HubSpot, name: string): ObjectStore => hubspot.stores[typeOf(name).name];
