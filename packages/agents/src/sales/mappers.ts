import type { RecordMapper } from '@sherpa/sync';
import { companyPayload } from './company-payload.ts';
import { companySource } from './company-source.ts';
import { contactPayload } from './contact-payload.ts';
import { contactSource } from './contact-source.ts';

/** How HubSpot's objects in the mirror become customers, by their type. */
export const salesMappers: Readonly<Record<string, RecordMapper>> = {
  contact: ({ payload }) => contactSource(contactPayload.parse(payload)),
  company: ({ payload }) => companySource(companyPayload.parse(payload)),
};
