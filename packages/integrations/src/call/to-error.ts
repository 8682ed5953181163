import { AppError, type Clock } from '@sherpa/core';
import { toCallError, toOwnFault, type Asked } from './classify.ts';
import { VendorFailure } from './vendor-failure.ts';

/** Whatever a call threw as an error of ours. */
export type ToError = (thrown: unknown, request: Pick<Asked, 'operation' | 'idempotent'>) => AppError;

export const makeToError =
  ({ vendor, clock }: { readonly vendor: string; readonly clock: Clock }): ToError =>
  (thrown, { operation, idempotent }) => {
    const asked = { vendor, operation, idempotent };
    if (thrown instanceof AppError) return thrown;
    if (thrown instanceof VendorFailure) return toCallError(thrown.facts, asked, clock.now());
    return toOwnFault(thrown, asked);
  };
