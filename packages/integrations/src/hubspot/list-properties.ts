import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';
import { dateOf } from './property-value.ts';

/** A property of a type of object. One that was not there before has values that were never read. */
export interface HubSpotProperty {
  readonly name: string;
  readonly label: string;
  /** HubSpot's word: `string`, `number`, `bool`, `date`, `datetime`, `enumeration`. */
  readonly type: string;
  readonly isUnique: boolean;
  /** Made by the portal's people or apps. */
  readonly isCustom: boolean;
  readonly isReadOnly: boolean;
  readonly options: readonly string[];
  readonly createdAt: Date | null;
}

const propertySchema = z
  .object({
    name: z.string().min(1),
    label: z.string().default(''),
    type: z.string().default('string'),
    hasUniqueValue: z.boolean().default(false),
    hubspotDefined: z.boolean().default(false),
    modificationMetadata: z.object({ readOnlyValue: z.boolean().default(false) }).optional(),
    options: z.array(z.object({ value: z.string() })).default([]),
    createdAt: z.unknown().optional(),
  })
  .transform((property): HubSpotProperty => ({
    name: property.name,
    label: property.label,
    type: property.type,
    isUnique: property.hasUniqueValue,
    isCustom: !property.hubspotDefined,
    isReadOnly: property.modificationMetadata?.readOnlyValue ?? false,
    options: property.options.map(({ value }) => value),
    createdAt: dateOf(property.createdAt),
  }));

const answerSchema = z.object({ results: z.array(propertySchema) });

/** Every property that a type of object has now, the portal's own too. */
export const listProperties = (
  { sdk, call }: HubSpotDeps,
  objectType: string,
  { signal }: AskOptions,
): Promise<readonly HubSpotProperty[]> =>
  call({
    operation: 'properties.list',
    idempotent: true,
    signal,
    run: async (ends) => {
      const answer = await sdk.ask(ends, ({ crm }) => crm.properties.coreApi.getAll(objectType));
      return readAnswer(() => answerSchema.parse(answer).results);
    },
  });
