/** A request as it came in: what a signature is over. */
export interface SignedRequest {
  readonly method: string;
  /** The public address with path and query, as the vendor was given it. */
  readonly url: string;
  readonly header: (name: string) => string | undefined;
  /** The bytes as they came, not as they were understood. */
  readonly body: Buffer;
}

/** Whether a request is the vendor's own, and of now. */
export type Verdict = 'genuine' | 'unsigned' | 'forged' | 'stale' | 'early';

/** Says so of a request, by secrets any of which may have signed it. */
export type VerifyWebhook = (request: SignedRequest, secrets: readonly string[], now: Date) => Verdict;
