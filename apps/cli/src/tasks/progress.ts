import type { Json } from '@sherpa/core';
import { z } from 'zod';
import { plain } from '../output/plain.ts';

const countedSchema = z.object({ done: z.number(), total: z.number().nullish() });

/** How far along a task says it is, in a few words. */
export const describeProgress = (progress: Json): string => {
  if (progress === null) return '';
  if (typeof progress === 'string') return plain(progress);
  if (typeof progress === 'number') return `${progress} %`;
  const counted = countedSchema.safeParse(progress).data;
  if (counted !== undefined) {
    const { done, total } = counted;
    return total === null || total === undefined ? `${done}` : `${done} of ${total}`;
  }
  if (typeof progress !== 'object' || Array.isArray(progress)) return '';
  return Object.entries(progress)
    .flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [`${name} ${plain(String(value))}`] : [],
    )
    .join(', ');
};
