import { AppError, type ConnectionStatus, type Vendor } from '@sherpa/core';
import type { Connection } from '@sherpa/db';

/** Somebody has to do something first; a minute later it is done, or it is asked again. */
export const CONNECTION_REST_MS = 60_000;

const advice = { afterMs: CONNECTION_REST_MS, counted: false } as const;

const reasons = {
  disabled: {
    message: 'The connection to the vendor is disabled.',
    todo: 'sherpa connections enable',
  },
  unauthorized: {
    message: 'The vendor refused the credentials of the connection; it needs others.',
    todo: 'sherpa connections secret',
  },
} as const satisfies Record<Exclude<ConnectionStatus, 'active'>, { message: string; todo: string }>;

/** Why work waits that needs a vendor, and what to do about it. It goes on by itself once that is done. */
export const unusable = ({ id, vendor, status }: Connection): AppError | undefined => {
  if (status === 'active') return undefined;
  const { message, todo } = reasons[status];
  return new AppError(message, {
    code: 'conflict',
    retry: advice,
    details: { vendor, connectionId: id, problems: [{ field: 'connection', problem: `${todo} ${id}` }] },
  });
};

/** The same where there is no connection at all. */
export const missing = (vendor: Vendor, connectionId: string | undefined): AppError =>
  new AppError(
    connectionId === undefined
      ? 'This tenant has no connection to the vendor.'
      : 'The connection that the work is for does not exist.',
    {
      code: 'conflict',
      retry: advice,
      details: {
        vendor,
        connectionId,
        problems: [{ field: 'connection', problem: `sherpa connections add ${vendor}` }],
      },
    },
  );
