import express, { type RequestHandler, type Router } from 'express';
import type { NotesOf } from '../http/request-notes.ts';
import type { Inbox } from './make-inbox.ts';

interface WebhookRouteDeps {
  readonly inbox: Inbox;
  readonly notesOf: NotesOf;
  /** Where vendors reach this gateway, without a slash at the end. */
  readonly publicUrl: () => string;
}

/** Ten times what a vendor sends at most. */
const LIMIT_BYTES = 1_024 * 1_024;
const TOO_LARGE = 413;

const isTooLarge = (thrown: unknown): boolean =>
  thrown instanceof Error && 'status' in thrown && thrown.status === TOO_LARGE;

const toBody = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

type Handler = RequestHandler<{ connectionId: string }>;

/** Answers by what the inbox says; `failureOf` is why a body could not be read. */
const makeReceive =
  ({ inbox, publicUrl }: WebhookRouteDeps, failureOf: (req: object) => unknown): Handler =>
  async (req, res) => {
    const { connectionId } = req.params;
    const failure = failureOf(req);
    if (failure !== undefined) {
      throw await inbox.refuseUnread(connectionId, isTooLarge(failure) ? 'too-large' : 'malformed');
    }
    const received = await inbox.receive(connectionId, {
      method: req.method,
      url: `${publicUrl()}${req.originalUrl}`,
      header: (name) => req.get(name),
      body: toBody(req.body),
    });
    res.set('Cache-Control', 'no-store').json(received);
  };

/** `POST /webhooks/{connectionId}`: signatures stand for the key, so the bytes are kept as they come. */
export const webhookRoute = (deps: WebhookRouteDeps): Router => {
  // Whatever is compressed was not sent by a vendor, and a bomb stays closed.
  const readBody = express.raw({ limit: LIMIT_BYTES, type: () => true, inflate: false });
  const failures = new WeakMap<object, unknown>();

  const read: Handler = (req, res, next) => {
    deps.notesOf(req).operation = 'post /webhooks/:connectionId';
    readBody(req, res, (thrown?: unknown) => {
      if (thrown !== undefined) failures.set(req, thrown);
      next();
    });
  };
  const receive = makeReceive(deps, (req) => failures.get(req));

  return express.Router().post('/webhooks/:connectionId', read, receive);
};
