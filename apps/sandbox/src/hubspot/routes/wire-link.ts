import { plainType } from '../association-types.ts';
import type { AssociationEnd } from '../associations.ts';

/** A plain link as the default endpoints show it, in one direction. */
export const toWireLink = (from: AssociationEnd, to: AssociationEnd): object => ({
  from: { id: from.id },
  to: { id: to.id },
  associationSpec: {
    associationCategory: 'HUBSPOT_DEFINED',
    associationTypeId: plainType(from.type, to.type)?.typeId,
  },
});
