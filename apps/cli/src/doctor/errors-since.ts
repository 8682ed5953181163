import { z } from 'zod';

const recordSchema = z.object({ timestamp: z.coerce.date(), message: z.string() });

/** The messages of the records in a log file that are not older than the moment. */
export const errorsSince = (text: string, since: Date): readonly string[] =>
  text.split('\n').flatMap((line) => {
    try {
      const { timestamp, message } = recordSchema.parse(JSON.parse(line));
      return timestamp >= since ? [message] : [];
    } catch {
      // A line that is being written just now, or the empty one at the end.
      return [];
    }
  });
