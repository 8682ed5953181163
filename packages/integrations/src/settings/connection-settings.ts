import { toProblems, ValidationError, type Json, type Problem, type Vendor } from '@sherpa/core';
import { z } from 'zod';
import type { VendorLimits } from '../call/vendor-limits.ts';
import { hubspotLimits, hubspotLimitSettingsSchema } from '../hubspot/limits.ts';
import { notionLimits, notionLimitSettingsSchema } from '../notion/limits.ts';
import { stripeLimits, stripeLimitSettingsSchema } from '../stripe/limits.ts';

const ownId = z.string().min(1).max(100).optional();

/** All that a connection to a vendor can be told: its limits, and who we are in its events. */
const told = {
  hubspot: z.strictObject({ ...hubspotLimitSettingsSchema.shape, appId: ownId }),
  stripe: z.strictObject({ ...stripeLimitSettingsSchema.shape, appId: ownId }),
  notion: z.strictObject({ ...notionLimitSettingsSchema.shape, botId: ownId }),
} as const satisfies Record<Vendor, z.ZodType>;

/** A name that is unknown is a problem of that name, not of all settings. */
const toField = (issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({
        ...issue,
        path: [...issue.path, key],
        message: 'is no setting of this vendor',
      }))
    : [issue];

/** Refuses what a person tells of a connection, where it is not what its vendor's settings are. */
export const checkSettings = (vendor: Vendor, settings: Json): void => {
  const { error } = told[vendor].safeParse(settings);
  if (error === undefined) return;
  const fields = new z.ZodError(
    error.issues.flatMap(toField).map((issue) => ({ ...issue, path: ['settings', ...issue.path] })),
  );
  const known = Object.keys(told[vendor].shape).join(', ');
  throw new ValidationError('These are no settings of a connection to that vendor.', {
    details: { problems: [...toProblems(fields), { field: 'settings', problem: `may have: ${known}` }] },
  });
};

const limitSettings = {
  hubspot: hubspotLimitSettingsSchema,
  stripe: stripeLimitSettingsSchema,
  notion: notionLimitSettingsSchema,
} as const satisfies Record<Vendor, z.ZodType>;

/**
 * What is wrong with settings that were kept. They are read with less care than new ones: a name that is
 * unknown does no harm.
 */
export const settingsProblems = (vendor: Vendor, settings: Json): readonly Problem[] => {
  const { error } = limitSettings[vendor].safeParse(settings);
  return error === undefined ? [] : toProblems(error, 'settings');
};

/** The limits of a connection by its settings, which have no problems; Stripe's key tells the mode. */
export const limitsOf = (vendor: Vendor, settings: Json, mode?: 'live' | 'test'): VendorLimits => {
  switch (vendor) {
    case 'hubspot':
      return hubspotLimits(hubspotLimitSettingsSchema.parse(settings));
    case 'stripe':
      return stripeLimits(stripeLimitSettingsSchema.parse(settings), mode);
    case 'notion':
      return notionLimits(notionLimitSettingsSchema.parse(settings));
  }
};
