/** What the ledger says to a button of the board: go on, or why not and what to do instead. */
export type BoardAnswer = { readonly allow: true } | { readonly allow: false; readonly message: string };

/** The button may do to the queue what it does. */
export const allowed: BoardAnswer = { allow: true };

/** Nothing is done; the board shows the reason. */
export const refused = (message: string): BoardAnswer => ({ allow: false, message });
