/** The one portal there is. */
export const PORTAL_ID = 62_515_000;
