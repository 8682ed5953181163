import { z } from 'zod';
import { typeById, type DirectedType } from './association-types.ts';
import type { AssociationEnd } from './associations.ts';
import { invalid } from './errors.ts';
import type { HubSpot } from './hubspot.ts';
import { endOf } from './link.ts';
import type { ObjectType } from './object-types.ts';

/** The links that a create call makes along with the record. */
export const inlineLinksSchema = z
  .array(
    z.object({
      to: z.object({ id: z.coerce.string() }),
      types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.int() })).min(1),
    }),
  )
  .default([]);

export interface InlineLink {
  readonly to: AssociationEnd;
  readonly type: DirectedType;
}

/** The records to link, told by the type id: HubSpot does not name their type. */
export const linksAsked = (
  hubspot: HubSpot,
  from: ObjectType,
  links: z.output<typeof inlineLinksSchema>,
): readonly InlineLink[] =>
  links.flatMap(({ to, types }) =>
    types.map(({ associationTypeId }) => {
      for (const store of Object.values(hubspot.stores)) {
        const type = typeById(from.name, store.type.name, associationTypeId);
        if (type !== undefined) return { to: endOf(hubspot, store.type.name, to.id), type };
      }
      throw invalid(`Invalid association type id ${associationTypeId}.`);
    }),
  );
