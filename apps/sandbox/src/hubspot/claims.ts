import type { PropertyDefinition } from './property.ts';
import { partsOf } from './record.ts';
import { makeUniqueIndex } from './unique-index.ts';

type Values = ReadonlyMap<string, string>;

/** Which record of a type holds which values of the properties that must be unique. */
export interface Claims {
  holder(property: string, value: string): string | undefined;
  /** A record lets go of the values it had and takes those it has now. */
  move(id: string, from: Values, to: Values): void;
}

/** The values of a unique property that a record holds; a contact holds its other addresses too. */
const heldBy = (values: Values, property: string): readonly string[] => {
  const value = values.get(property);
  const others = property === 'email' ? partsOf(values.get('hs_additional_emails')) : [];
  return value === undefined ? others : [value, ...others];
};

export const makeClaims = (properties: ReadonlyMap<string, PropertyDefinition>): Claims => {
  const unique = makeUniqueIndex();
  return {
    holder: unique.holder,
    move: (id, from, to) => {
      for (const { name, hasUniqueValue } of properties.values()) {
        if (!hasUniqueValue) continue;
        unique.release(id, name, heldBy(from, name));
        unique.claim(id, name, heldBy(to, name));
      }
    },
  };
};
