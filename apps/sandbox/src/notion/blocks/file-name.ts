import type { BlockRecord } from '../records.ts';

/** The name of an uploaded file. */
export const fileNameOf = (block: BlockRecord): string => {
  const { name } = block.fields;
  return typeof name === 'string' ? name : 'file';
};
