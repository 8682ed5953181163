import type { Logger } from '@sherpa/telemetry';
import type { RequestHandler } from 'express';
import type { NotesOf } from './request-notes.ts';

interface RequestLogDeps {
  readonly notesOf: NotesOf;
  readonly log: Logger;
}

// Asked every few seconds by machines: of interest only while looking for a fault.
const isQuiet = (operation: string): boolean =>
  operation.startsWith('get /health') || operation === 'get /metrics' || operation === 'board';

/** Names every request to its caller and logs its outcome; of its address only what the API declares. */
export const logRequests =
  ({ notesOf, log }: RequestLogDeps): RequestHandler =>
  (req, res, next) => {
    const notes = notesOf(req);
    const startedAt = performance.now();
    res.set('X-Request-Id', notes.requestId);
    res.once('close', () => {
      const { requestId, operation, code } = notes;
      log[isQuiet(operation) ? 'debug' : 'info']('Request answered.', {
        requestId,
        operation,
        status: res.statusCode,
        durationMs: Math.round(performance.now() - startedAt),
        ...(code === undefined ? {} : { code }),
        ...(res.writableFinished ? {} : { aborted: true }),
      });
    });
    next();
  };
