import { z } from 'zod';

/** The problems in an error's details; none where there are none. */
export const problemsSchema = z.array(z.object({ field: z.string(), problem: z.string() })).catch([]);
