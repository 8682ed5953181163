/** The account that credentials open, as far as its vendor tells. */
export interface VendorAccount {
  readonly id: string;
  readonly name: string | null;
  /** What the credentials may do; null where the vendor does not say. */
  readonly scopes: readonly string[] | null;
}
