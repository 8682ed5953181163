import type { ObjectTypeName } from './object-types.ts';

/** Which token opens the portal, and what it may not see. */
export interface Access {
  judge(token: string): 'valid' | 'expired' | 'unknown';
  /** From now on only this token is let in; the one before has expired. */
  rotate(token: string): void;
  /** Ends the token without another in its place. */
  expire(): void;
  /** Types of objects that the app was granted no scope for. */
  readonly forbidden: Set<ObjectTypeName>;
}

export const makeAccess = (): Access => {
  let current: string | undefined;
  const expired = new Set<string>();
  const expire = () => {
    if (current !== undefined) expired.add(current);
    current = undefined;
  };
  return {
    judge: (token) => {
      if (token === current) return 'valid';
      return expired.has(token) ? 'expired' : 'unknown';
    },
    rotate: (token) => {
      expire();
      expired.delete(token);
      current = token;
    },
    expire,
    forbidden: new Set(),
  };
};
