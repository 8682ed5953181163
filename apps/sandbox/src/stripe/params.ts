import { z } from 'zod';
import { invalid } from './errors.ts';

/** A whole number as a form carries it. */
export const integer = z
  .string()
  .regex(/^-?\d+$/u, 'Invalid integer')
  .transform(Number);

/** Yes or no as a form carries it. */
export const flag = z.enum(['true', 'false']).transform((given) => given === 'true');

export interface Range {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

/** `created=1` or `created[gte]=1`. */
export const rangeParam = z.union([
  integer.transform((exact): Range => ({ gte: exact, lte: exact })),
  z.strictObject({ gt: integer, gte: integer, lt: integer, lte: integer }).partial(),
]);

/** `name[]=a`, `name[0]=a`: a list, which the query parser hands over as an object when it is long. */
export const listParam = z
  .union([z.array(z.string()), z.record(z.string(), z.string())])
  .transform((given) => Object.values(given));

/** `items[0][price]=a`: a list of objects. */
export const listOf = <S extends z.ZodType>(entry: S) =>
  z.preprocess(
    (given) =>
      typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.values(given) : given,
    z.array(entry),
  );

export const expandParams = { expand: listParam.default([]) };

/** What every list takes. */
export const listParams = {
  ...expandParams,
  limit: integer.pipe(z.int().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: rangeParam.optional(),
};

/** What every list takes, as parsed. */
export interface ListParams {
  readonly expand: readonly string[];
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: Range | undefined;
}

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

/** Whether a value is the one that was asked for, where one was. */
export const isWanted = <T>(value: T, wanted: T | undefined): boolean =>
  wanted === undefined || value === wanted;

export const isInRange = (value: number, range: Range | undefined): boolean => {
  if (range === undefined) return true;
  const { gt, gte, lt, lte } = range;
  return (
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte)
  );
};
