/** What one customer may hold at most. More than that is not believed: nothing joins, and people are asked. */
export const limits = {
  /** HubSpot keeps one contact for a person; two that agree are for people to merge there. */
  contacts: 1,
  emails: 5,
  payers: 10,
  /** Objects that are somebody, of all kinds. */
  objects: 50,
  /** An address or a domain that more than this share belongs to none of them. */
  payersOfAddress: 10,
  contactsOfAddress: 5,
  /** An address that is no contact's own and stands for more names than this is a mailbox of several people. */
  namesOfAddress: 3,
  companiesOfDomain: 5,
} as const;

/** How far a look around goes from one key: beyond the limits above, so that crossing one is seen. */
export const FAN_OUT = 200;
/** Payers of one company or domain that are given their account when it appears. */
export const LINK_FAN_OUT = 1_000;
/** Nodes that one page may concern. */
export const MOST_NODES = 10_000;
/** A phone number or a name that more than this share says nothing. */
export const MOST_ALIKE = 5;
