import { z } from 'zod';
import { invalid } from './errors.ts';

const integer = z
  .string()
  .regex(/^-?\d+$/u, 'Invalid integer')
  .transform(Number);

/** `created=1` or `created[gte]=1`. */
const rangeSchema = z.union([
  integer.transform((exact) => ({ gte: exact, lte: exact })),
  z.strictObject({ gt: integer, gte: integer, lt: integer, lte: integer }).partial(),
]);

export type Range = z.output<typeof rangeSchema>;

/** `name[]=a`, `name[0]=a`: a list, which the query parser hands over as an object when it is long. */
export const listParam = z
  .union([z.array(z.string()), z.record(z.string(), z.string())])
  .transform((given) => Object.values(given));

/** What every list takes. */
export const listParams = {
  limit: integer.pipe(z.int().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: rangeSchema.optional(),
  expand: listParam.default([]),
};

export const expandParams = { expand: listParam.default([]) };

/** Parameters as their schema says, or Stripe's 400 for the first one that does not fit. */
export const parseParams = <S extends z.ZodType>(schema: S, given: unknown): z.output<S> => {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const name = issue.keys[0] ?? '';
    throw invalid(`Received unknown parameter: ${name}`, 'parameter_unknown', name);
  }
  const [first = '', ...rest] = issue?.path.map(String) ?? [];
  const param = `${first}${rest.map((part) => `[${part}]`).join('')}`;
  throw invalid(`Invalid ${param}: ${issue?.message ?? 'not valid'}`, 'parameter_invalid', param);
};

export const isInRange = (value: number, range: Range | undefined): boolean => {
  if (range === undefined) return true;
  const { gt, gte, lt, lte } = { gt: undefined, lt: undefined, ...range };
  return (
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte)
  );
};
