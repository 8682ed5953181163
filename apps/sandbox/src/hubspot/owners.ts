export interface Owner {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Deactivated: kept, listed apart, still named by the records it owned. */
  readonly archived: boolean;
  readonly createdAtMs: number;
}

/** An owner as /crm/v3/owners shows it. */
export const toWireOwner = (owner: Owner): object => ({
  id: owner.id,
  email: owner.email,
  type: 'PERSON',
  firstName: owner.firstName,
  lastName: owner.lastName,
  // A deactivated user's id moves to the other field.
  ...(owner.archived ? {} : { userId: owner.userId }),
  userIdIncludingInactive: owner.userId,
  createdAt: new Date(owner.createdAtMs).toISOString(),
  updatedAt: new Date(owner.createdAtMs).toISOString(),
  archived: owner.archived,
});
