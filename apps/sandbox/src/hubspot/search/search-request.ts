import { z } from 'zod';

const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum([
    'EQ',
    'NEQ',
    'LT',
    'LTE',
    'GT',
    'GTE',
    'BETWEEN',
    'IN',
    'NOT_IN',
    'HAS_PROPERTY',
    'NOT_HAS_PROPERTY',
    'CONTAINS_TOKEN',
    'NOT_CONTAINS_TOKEN',
  ]),
  value: z.coerce.string().optional(),
  highValue: z.coerce.string().optional(),
  values: z.array(z.coerce.string()).optional(),
});

const sortSchema = z.union([
  z.string().transform((text) => ({
    propertyName: text.replace(/^-/u, ''),
    isDescending: text.startsWith('-'),
  })),
  z
    .object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING') })
    .transform(({ propertyName, direction }) => ({ propertyName, isDescending: direction === 'DESCENDING' })),
]);

const MAX_FILTERS = 18;

/** At most six groups with 18 filters in all, one sort, 200 rows a page: the documented caps. */
export const searchRequestSchema = z.object({
  query: z.string().max(3_000).optional(),
  filterGroups: z
    .array(z.object({ filters: z.array(filterSchema) }))
    .max(6)
    .refine((groups) => groups.flatMap(({ filters }) => filters).length <= MAX_FILTERS, {
      error: `at most ${MAX_FILTERS} filters in all`,
    })
    .default([]),
  sorts: z.array(sortSchema).max(1).default([]),
  properties: z.array(z.string()).default([]),
  limit: z.coerce.number().int().min(1).max(200).default(10),
  after: z.coerce.number().int().min(0).default(0),
});

export type SearchRequest = z.output<typeof searchRequestSchema>;
export type SearchFilter = z.output<typeof filterSchema>;
