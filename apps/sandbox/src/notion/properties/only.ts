import { z } from 'zod';

const listSchema = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .default([])
  .transform((ids) => ids.map((id) => decodeURIComponent(id)));

/** The properties that a caller wants to see, by id; none is all. */
export const onlySchema = z.object({ filter_properties: listSchema });
