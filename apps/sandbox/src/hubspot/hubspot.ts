import type { EffectKind } from '../books.ts';
import type { Limits } from '../limits/settings.ts';
import type { Access } from './access.ts';
import type { Associations } from './associations.ts';
import type { HubSpotChange } from './change.ts';
import { notFound } from './errors.ts';
import type { ObjectStore } from './object-store.ts';
import { findObjectType, type ObjectType, type ObjectTypeName } from './object-types.ts';
import type { Owner } from './owners.ts';
import type { Pipelines } from './pipeline.ts';
import type { Usage } from './usage.ts';

/** The account as the routes see it. */
export interface HubSpot {
  readonly stores: Readonly<Record<ObjectTypeName, ObjectStore>>;
  readonly associations: Associations;
  readonly owners: readonly Owner[];
  readonly pipelines: Pipelines;
  readonly limits: Limits['hubspot'];
  readonly usage: Usage;
  readonly access: Access;
  /** Addresses of people who were erased, in lower case: no contact can have one again. */
  readonly blocklist: Set<string>;
  nowMs(): number;
  noteEffect(effect: { object: string; key: string; kind: EffectKind }): void;
  /** Told of every change, whoever made it. */
  onChange(change: HubSpotChange): void;
}

export const typeOf = (name: string): ObjectType => {
  const type = findObjectType(name);
  if (type === undefined) throw notFound(`Unable to infer object type from: ${name}`);
  return type;
};

/** The store of an object type named in a path, or HubSpot's 404. */
export const storeOf = (hubspot: HubSpot, name: string): ObjectStore => hubspot.stores[typeOf(name).name];
