import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
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

/** `POST /webhooks/{connectionId}`: signatures stand for the key, so the bytes are kept as they come. */
export const webhookRoute = ({ inbox, notesOf, publicUrl }: WebhookRouteDeps): Router => {
  // Whatever is compressed was not sent by a vendor, and a bomb stays closed.
  const readBody = express.raw({ limit: LIMIT_BYTES, type: () => true, inflate: false });

  const refuse = async (connectionId: string, thrown: unknown): Promise<void> => {
    throw await inbox.refuseUnread(connectionId, isTooLarge(thrown) ? 'too-large' : 'malformed');
  };

  const receive = async (connectionId: string, req: Request, res: Response): Promise<void> => {
    const received = await inbox.receive(connectionId, {
      method: req.method,
      url: `${publicUrl()}${req.originalUrl}`,
      header: (name) => req.get(name),
      body: toBody(req.body),
    });
    res.set('Cache-Control', 'no-store').json(received);
  };

  const handle: RequestHandler<{ connectionId: string }> = (req, res, next: NextFunction) => {
    notesOf(req).operation = 'post /webhooks/:connectionId';
    const { connectionId } = req.params;
    readBody(req, res, (thrown?: unknown) => {
      const done = thrown === undefined ? receive(connectionId, req, res) : refuse(connectionId, thrown);
      done.catch(next);
    });
  };

  return express.Router().post('/webhooks/:connectionId', handle);
};
