import type { Answer } from '../http/reply.ts';
import { withHeaders } from '../http/reply.ts';
import type { Layer, VendorRequest } from '../http/route.ts';
import { errorAnswer } from './errors.ts';

export interface IdempotencyDeps {
  nowMs(): number;
  /** Called once for a request that was really done. */
  onDone(request: VendorRequest, key: string): void;
}

interface KeptAnswer {
  readonly fingerprint: string;
  readonly atMs: number;
  /** Nothing while the first request still runs. */
  answer: Answer | undefined;
  readonly requestId: string;
}

const KEPT_FOR_MS = 86_400_000;
const MAX_KEY_LENGTH = 255;

const mismatch = (key: string): Answer =>
  errorAnswer(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });

const inUse = (key: string): Answer =>
  errorAnswer(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}.`,
  });

const fingerprintOf = ({ path, body }: VendorRequest): string => `${path} ${JSON.stringify(body)}`;

/** Refused parameters are not remembered; a declined card and a failure of Stripe's own are. */
const isKept = (answer: Answer): boolean =>
  !answer.isFault && (answer.status < 400 || answer.status === 402 || answer.status >= 500);

const replay = (kept: Answer, requestId: string): Answer =>
  withHeaders(
    { ...kept, delivery: 'whole' },
    { 'Idempotent-Replayed': 'true', 'Original-Request': requestId },
  );

export interface IdempotencyLayer {
  readonly layer: Layer;
  /** Keeps what a request that was done once more has answered. */
  remember(request: VendorRequest, answer: Answer): void;
}

/** The same key does a POST once: later ones get the first answer again, for a day. */
export const makeIdempotencyLayer = (deps: IdempotencyDeps): IdempotencyLayer => {
  const known = new Map<string, KeptAnswer>();
  // The oldest are first, since a map keeps the order in which keys came.
  const prune = (): void => {
    for (const [key, { atMs }] of known) {
      if (deps.nowMs() - atMs <= KEPT_FOR_MS) return;
      known.delete(key);
    }
  };
  const layer: Layer = async (request, next) => {
    const key = request.header('idempotency-key');
    if (key === undefined || request.method !== 'POST') return next(request);
    if (key.length > MAX_KEY_LENGTH) return mismatch(key.slice(0, MAX_KEY_LENGTH));
    const fingerprint = fingerprintOf(request);
    prune();
    const kept = known.get(key);
    if (kept !== undefined && kept.fingerprint !== fingerprint) return mismatch(key);
    if (kept !== undefined)
      return kept.answer === undefined ? inUse(key) : replay(kept.answer, kept.requestId);
    const entry: KeptAnswer = { fingerprint, atMs: deps.nowMs(), answer: undefined, requestId: request.id };
    known.set(key, entry);
    const reply = await next(request);
    if (reply.kind === 'answer' && isKept(reply)) entry.answer = reply;
    else known.delete(key);
    if (reply.kind === 'answer' && reply.status < 400) deps.onDone(request, key);
    return reply;
  };
  return {
    layer,
    remember: (request, answer) => {
      const key = request.header('idempotency-key');
      if (key === undefined || request.method !== 'POST' || !isKept(answer)) return;
      known.set(key, {
        fingerprint: fingerprintOf(request),
        atMs: deps.nowMs(),
        answer,
        requestId: request.id,
      });
    },
  };
};
