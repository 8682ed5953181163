import { notFound, invalid } from './errors.ts';
import { defaultTypeId, type AssociationEnd } from './associations.ts';
import { storeOf, type HubSpot } from './hubspot.ts';

/** The end of a link named in a path or body, or HubSpot's 404 if there is no such record. */
export const endOf = (hubspot: HubSpot, typeName: string, id: string): AssociationEnd => {
  const store = storeOf(hubspot, typeName);
  const record = store.get(id);
  if (record === undefined || record.version.archivedAtMs !== null) {
    throw notFound(`No ${store.type.singular} with ID ${id} exists`);
  }
  return { type: store.type.name, id };
};

/** Links two records; a contact's first company also becomes its `associatedcompanyid`. */
export const link = (hubspot: HubSpot, from: AssociationEnd, to: AssociationEnd): void => {
  if (defaultTypeId(from.type, to.type) === undefined) {
    throw invalid(`No default association between ${from.type} and ${to.type} exists.`);
  }
  hubspot.associations.associate(from, to);
  const ends = [from, to];
  const contact = ends.find((end) => end.type === 'contacts');
  const company = ends.find((end) => end.type === 'companies');
  if (contact === undefined || company === undefined) return;
  const { contacts } = hubspot.stores;
  const record = contacts.get(contact.id);
  if (record !== undefined && !record.version.values.has('associatedcompanyid')) {
    contacts.update(record, new Map([['associatedcompanyid', company.id]]));
  }
};
