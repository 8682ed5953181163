import { AppError, toAppError } from '@sherpa/core';

const FORBIDDEN = 403;

const statusOf = ({ details }: AppError): unknown => details['status'];

/** The vendor knows who asks and does not give this kind of object to them; others it may give. */
export const isForbidden = (thrown: unknown): boolean =>
  thrown instanceof AppError && thrown.code === 'integration_unauthorized' && statusOf(thrown) === FORBIDDEN;

/** The vendor does not know the page's token any more. */
export const isDeadToken = (thrown: unknown): boolean =>
  thrown instanceof AppError &&
  thrown.code === 'integration_rejected' &&
  [400, 404].includes(Number(statusOf(thrown)));

/** An answer that came and cannot be read: asked for again, it would be the same. */
export const isUnreadable = (thrown: unknown): boolean =>
  thrown instanceof AppError && thrown.code === 'integration_bad_answer' && thrown.retry === 'never';

/** No answer came, which may be the page's fault as well as the vendor's. */
export const isLost = (thrown: unknown): boolean =>
  thrown instanceof AppError &&
  ['integration_bad_answer', 'integration_timeout', 'integration_unavailable'].includes(thrown.code);

/** SQLSTATE classes of what is wrong with the data rather than with the server: it stays wrong. */
const DATA_FAULTS = /^(?:22|23|54)/u;

/** Postgres cannot store something of what it was given. */
export const isUnstorable = (thrown: unknown): boolean =>
  thrown instanceof AppError &&
  thrown.name === 'DatabaseError' &&
  typeof thrown.details['sqlState'] === 'string' &&
  DATA_FAULTS.test(thrown.details['sqlState']);

/** What may be kept and shown of an error. */
export const whyOf = (
  thrown: unknown,
): { readonly why: string; readonly details: { readonly [key: string]: string | number } } => {
  const { code, details } = toAppError(thrown);
  const told = ['status', 'vendorCode', 'vendorType', 'requestId', 'sqlState'].flatMap((key) => {
    const value = details[key];
    return typeof value === 'string' || typeof value === 'number' ? [[key, value] as const] : [];
  });
  return { why: code, details: Object.fromEntries(told) };
};
