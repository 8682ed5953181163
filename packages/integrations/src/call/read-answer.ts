import { toProblems } from '@sherpa/core';
import { z } from 'zod';
import { VendorFailure } from './vendor-failure.ts';

/** Maps a decoded answer; one that does not have the expected shape fails the call as a mismatch. */
export const readAnswer = <T>(read: () => T): T => {
  try {
    return read();
  } catch (thrown) {
    const problems = thrown instanceof z.ZodError ? toProblems(thrown, 'answer') : undefined;
    throw thrown instanceof VendorFailure ? thrown : new VendorFailure({ kind: 'mismatch', problems });
  }
};
