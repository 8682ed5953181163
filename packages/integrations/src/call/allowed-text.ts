/**
 * A vendor's code, type or id when it looks like one, else nothing: what reads like prose may hold a
 * customer's data, and what begins like a Stripe or HubSpot secret may be one.
 */
export const allowedText = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || !/^[\w-]{1,80}$/u.test(value)) return undefined;
  return /^(?:sk|rk|pk|whsec|pat|ntn|secret)[_-]/u.test(value) ? undefined : value;
};
