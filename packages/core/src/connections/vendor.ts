/** Whom a connection leads to. */
export const vendors = ['hubspot', 'stripe', 'notion'] as const;

export type Vendor = (typeof vendors)[number];

/** `unauthorized`: the vendor refused the credentials; nothing asks it again before they were changed. */
export const connectionStatuses = ['active', 'disabled', 'unauthorized'] as const;

export type ConnectionStatus = (typeof connectionStatuses)[number];
