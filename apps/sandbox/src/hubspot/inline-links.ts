import { z } from 'zod';
import { isTypeIdFor, type AssociationEnd } from './associations.ts';
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

/** The records to link, told by the type id: HubSpot does not name their type. */
export const endsOfLinks = (
  hubspot: HubSpot,
  from: ObjectType,
  links: z.output<typeof inlineLinksSchema>,
): readonly AssociationEnd[] =>
  links.flatMap(({ to, types }) =>
    types.map(({ associationTypeId }) => {
      const target = Object.values(hubspot.stores).find((store) =>
        isTypeIdFor(associationTypeId, from.name, store.type.name),
      );
      if (target === undefined) throw invalid(`Invalid association type id ${associationTypeId}.`);
      return endOf(hubspot, target.type.name, to.id);
    }),
  );
