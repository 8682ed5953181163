/** Stripe's seconds as a moment. */
export const momentOf = (seconds: number): Date => new Date(seconds * 1_000);

/** Stripe's seconds as a moment, nothing as null. */
export const momentOrNull = (seconds: number | null | undefined): Date | null =>
  seconds === null || seconds === undefined ? null : momentOf(seconds);

/** The id of what may have been expanded. */
export const idOf = (reference: string | { readonly id: string }): string =>
  typeof reference === 'string' ? reference : reference.id;

/** The id of what may have been expanded, nothing as null. */
export const idOrNull = (reference: string | { readonly id: string } | null | undefined): string | null =>
  reference === null || reference === undefined ? null : idOf(reference);

/** Metadata that may not be there. */
export const metadataOf = (
  metadata: Readonly<Record<string, string>> | null | undefined,
): Readonly<Record<string, string>> => ({ ...metadata });
