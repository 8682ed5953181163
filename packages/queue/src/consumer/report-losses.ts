import { AppError } from '@sherpa/core';
import { settings } from '../settings.ts';

export interface LossDeps {
  readonly agent: string;
  readonly onError: (error: AppError) => void;
}

/** A queue that was emptied has lost many jobs at once; this tells of it once, not for each of them. */
export const reportLosses = ({ agent, onError }: LossDeps): (() => void) => {
  let lastMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    const isNew = nowMs - lastMs > settings.lossQuietMs;
    lastMs = nowMs;
    if (isNew) onError(new AppError('The queue has lost jobs while they ran.', { details: { agent } }));
  };
};
