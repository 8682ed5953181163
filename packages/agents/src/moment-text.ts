import { z } from 'zod';

/** A moment as the mirror keeps it: text, or nothing. */
export const momentText = z.iso
  .datetime()
  .nullable()
  .transform((text) => (text === null ? null : new Date(text)));
