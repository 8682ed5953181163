import type { ObjectTypeName } from './object-types.ts';

export interface AssociationLabel {
  readonly typeId: number;
  readonly label: string | null;
}

export interface AssociationEnd {
  readonly type: ObjectTypeName;
  readonly id: string;
}

/** The links between records, each seen from both ends with the type ids of its direction. */
export interface Associations {
  /** Links with the pair's default type. A contact's first company becomes its primary one. */
  associate(from: AssociationEnd, to: AssociationEnd): void;
  /** Links a contact with a company and takes the place of primary from any other. */
  makePrimary(contactId: string, companyId: string): void;
  of(
    from: AssociationEnd,
    to: ObjectTypeName,
  ): readonly { toId: string; labels: readonly AssociationLabel[] }[];
  size(): number;
}

const DEFAULT_TYPE_IDS: Readonly<Record<string, number>> = {
  'contacts>companies': 279,
  'companies>contacts': 280,
  'contacts>tasks': 203,
  'tasks>contacts': 204,
  'companies>tasks': 191,
  'tasks>companies': 192,
  'contacts>contacts': 449,
  'companies>companies': 450,
};

const PRIMARY_TYPE_IDS: Readonly<Record<string, number>> = {
  'contacts>companies': 1,
  'companies>contacts': 2,
};

/** The default type id of a pair of types, if HubSpot lets them be linked. */
export const defaultTypeId = (from: ObjectTypeName, to: ObjectTypeName): number | undefined =>
  DEFAULT_TYPE_IDS[`${from}>${to}`];

/** True when a type id links these two types in this direction. */
export const isTypeIdFor = (typeId: number, from: ObjectTypeName, to: ObjectTypeName): boolean =>
  [DEFAULT_TYPE_IDS, PRIMARY_TYPE_IDS].some((ids) => ids[`${from}>${to}`] === typeId);

export const makeAssociations = (): Associations => {
  const links = new Map<string, Map<string, Set<number>>>();
  const at = (from: AssociationEnd, to: ObjectTypeName) => {
    const key = `${from.type}:${from.id}>${to}`;
    const found = links.get(key) ?? new Map<string, Set<number>>();
    links.set(key, found);
    return found;
  };
  const label = (from: AssociationEnd, to: AssociationEnd, typeId: number | undefined) => {
    if (typeId === undefined) return;
    const ends = at(from, to.type);
    ends.set(to.id, (ends.get(to.id) ?? new Set<number>()).add(typeId));
  };
  const unlabel = (from: AssociationEnd, to: AssociationEnd, ids: Readonly<Record<string, number>>) => {
    const typeId = ids[`${from.type}>${to.type}`];
    if (typeId !== undefined) at(from, to.type).get(to.id)?.delete(typeId);
  };
  const labelBothWays = (from: AssociationEnd, to: AssociationEnd, ids: Readonly<Record<string, number>>) => {
    label(from, to, ids[`${from.type}>${to.type}`]);
    label(to, from, ids[`${to.type}>${from.type}`]);
  };
  return {
    associate: (from, to) => {
      const contact = from.type === 'contacts' ? from : to;
      const isFirstCompany =
        from.type !== to.type && contact.type === 'contacts' && at(contact, 'companies').size === 0;
      labelBothWays(from, to, DEFAULT_TYPE_IDS);
      if (isFirstCompany) labelBothWays(from, to, PRIMARY_TYPE_IDS);
    },
    makePrimary: (contactId, companyId) => {
      const contact: AssociationEnd = { type: 'contacts', id: contactId };
      for (const otherId of at(contact, 'companies').keys()) {
        const other: AssociationEnd = { type: 'companies', id: otherId };
        unlabel(contact, other, PRIMARY_TYPE_IDS);
        unlabel(other, contact, PRIMARY_TYPE_IDS);
      }
      const company: AssociationEnd = { type: 'companies', id: companyId };
      labelBothWays(contact, company, DEFAULT_TYPE_IDS);
      labelBothWays(contact, company, PRIMARY_TYPE_IDS);
    },
    of: (from, to) =>
      [...at(from, to)].map(([toId, typeIds]) => ({
        toId,
        labels: [...typeIds].map((typeId) => ({ typeId, label: typeId <= 2 ? 'Primary' : null })),
      })),
    size: () => [...links.values()].reduce((total, ends) => total + ends.size, 0) / 2,
  };
};
