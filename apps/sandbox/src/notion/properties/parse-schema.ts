import { z } from 'zod';
import { invalid } from '../errors.ts';
import { idAt } from '../ids.ts';
import { parseInput } from '../parse.ts';
import { propertyTypes, type PropertyConfig } from './property.ts';

const optionsSchema = z.object({
  options: z
    .array(z.object({ name: z.string().max(100), color: z.string().default('default') }))
    .max(100)
    .default([]),
});
const relationSchema = z.object({ data_source_id: z.string() });

/** A property to be, as it stands in the schema of a data source. */
export const parseConfig = (name: string, raw: unknown, id: string): PropertyConfig => {
  const given = parseInput(z.record(z.string(), z.unknown()), raw, `body.properties.${name}`);
  const type = propertyTypes.find((one) => Object.hasOwn(given, one));
  if (type === undefined) throw invalid(`body.properties.${name} names no type that is known.`);
  const path = `body.properties.${name}.${type}`;
  const hasOptions = type === 'select' || type === 'multi_select' || type === 'status';
  const options = hasOptions ? parseInput(optionsSchema, given[type], path).options : [];
  return {
    id: type === 'title' ? 'title' : id,
    type,
    name,
    options: options.map((option, index) => ({ ...option, id: `${id}-${index}` })),
    relatedId:
      type === 'relation'
        ? idAt(`${path}.data_source_id`, parseInput(relationSchema, given[type], path).data_source_id)
        : null,
  };
};
