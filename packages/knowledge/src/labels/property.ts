import { z } from 'zod';

const named = z.object({ name: z.string() });

/** Properties of a Notion page that name something: everything else about a page is not our matter. */
const propertySchema = z.union([
  z.object({ type: z.literal('multi_select'), multi_select: z.array(named) }),
  z.object({ type: z.literal('select'), select: named.nullable() }),
  z.object({ type: z.literal('status'), status: named.nullable() }),
]);

/** The names that a property holds, in order; none where it is of another kind. */
export const namesOf = (property: unknown): string[] => {
  const parsed = propertySchema.safeParse(property);
  if (!parsed.success) return [];
  const { data } = parsed;
  if (data.type === 'multi_select') return data.multi_select.map(({ name }) => name);
  const one = data.type === 'select' ? data.select : data.status;
  return one === null ? [] : [one.name];
};

/** The properties of a page by their names. */
export type PageProperties = Readonly<Record<string, unknown>>;

/** What the properties of these names hold, whatever their case. */
export const valuesOf = (properties: PageProperties, names: readonly string[]): string[] =>
  Object.entries(properties)
    .filter(([name]) => names.includes(name.toLowerCase()))
    .flatMap(([, property]) => namesOf(property));
