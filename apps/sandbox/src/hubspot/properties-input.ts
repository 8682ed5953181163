import { z } from 'zod';

/** The values of a write. HubSpot takes numbers and booleans and stores text. */
export const propertiesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);

/** A parameter that is repeated more often than the parser likes comes as an object. */
const commaList = z
  .union([z.string(), z.array(z.string()), z.record(z.string(), z.string()).transform(Object.values<string>)])
  .transform((given) => [given].flat().flatMap((part) => part.split(',')))
  .transform((names) => names.map((name) => name.trim()).filter((name) => name !== ''));

/** `properties` of a query: a comma list, repeated or not. */
export const propertyNamesSchema = commaList.default([]);

export const flagSchema = z
  .enum(['true', 'false'])
  .default('false')
  .transform((flag) => flag === 'true');
