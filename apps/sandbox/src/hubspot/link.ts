import { notFound, invalid } from './errors.ts';
import { plainType, typeById, type DirectedType } from './association-types.ts';
import type { AssociationEnd } from './associations.ts';
import { API_ACTOR, type Actor } from './change.ts';
import { storeOf, type HubSpot } from './hubspot.ts';
import { isLive } from './record.ts';
import { changeRecord } from './record-changes.ts';
import { tellAssociation } from './tell-changes.ts';

/** The end of a link named in a path or body, or HubSpot's 404 if there is no such record. */
export const endOf = (hubspot: HubSpot, typeName: string, id: string): AssociationEnd => {
  const store = storeOf(hubspot, typeName);
  const record = store.resolve(id);
  if (record === undefined || !isLive(record)) {
    throw notFound(`No ${store.type.singular} with ID ${id} exists`);
  }
  return { type: store.type.name, id: record.id };
};

/** A contact's first company also becomes its `associatedcompanyid`. */
const noteFirstCompany = (hubspot: HubSpot, ends: readonly AssociationEnd[], actor: Actor): void => {
  const contact = ends.find((end) => end.type === 'contacts');
  const company = ends.find((end) => end.type === 'companies');
  if (contact === undefined || company === undefined) return;
  const { contacts } = hubspot.stores;
  const record = contacts.get(contact.id);
  if (record === undefined || record.version.values.has('associatedcompanyid')) return;
  const values = new Map([['associatedcompanyid', company.id]]);
  changeRecord(hubspot, contacts, record, { values, actor });
};

/** The type of link that a caller named, or HubSpot's 400. */
export const typeNamed = (from: AssociationEnd, to: AssociationEnd, typeId: number): DirectedType => {
  const type = typeById(from.type, to.type, typeId);
  if (type === undefined) throw invalid(`Invalid association type id ${typeId}.`);
  return type;
};

/** Links two records, plainly unless a type is given. */
export const link = (
  hubspot: HubSpot,
  from: AssociationEnd,
  to: AssociationEnd,
  { type, actor = API_ACTOR }: { readonly type?: DirectedType; readonly actor?: Actor } = {},
): void => {
  if (plainType(from.type, to.type) === undefined) {
    throw invalid(`No default association between ${from.type} and ${to.type} exists.`);
  }
  const label = type?.label ?? null;
  const isPrimary = label === 'Primary';
  const { associations } = hubspot;
  if (type === undefined || label === null) associations.associate(from, to);
  else if (!isPrimary) associations.label(from, to, type);
  else if (to.type === 'companies') associations.makePrimary(from, to.id);
  else associations.makePrimary(to, from.id);
  tellAssociation(hubspot, { from, to }, actor, { isRemoved: false, isPrimary });
  noteFirstCompany(hubspot, [from, to], actor);
};

/** Takes a link away, or one type of it. */
export const unlink = (
  hubspot: HubSpot,
  from: AssociationEnd,
  to: AssociationEnd,
  type?: DirectedType,
): void => {
  if (type === undefined) hubspot.associations.remove(from, to);
  else hubspot.associations.unlabel(from, to, type);
  const isPrimary = type?.label === 'Primary';
  tellAssociation(hubspot, { from, to }, API_ACTOR, { isRemoved: true, isPrimary });
};
