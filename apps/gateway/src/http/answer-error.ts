import { NotFoundError } from '@sherpa/core';
import type { Logger } from '@sherpa/telemetry';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { errorToHttp } from './error-to-http.ts';
import type { NotesOf } from './request-notes.ts';

/** Answers for a path that nobody else did. */
export const refuseUnknownPath: RequestHandler = () => {
  throw new NotFoundError('There is nothing at this address.');
};

interface AnswerErrorDeps {
  readonly notesOf: NotesOf;
  readonly log: Logger;
}

/** The last middleware: whatever was thrown becomes an answer in JSON, and is logged here if anywhere. */
export const answerError =
  ({ notesOf, log }: AnswerErrorDeps): ErrorRequestHandler =>
  (thrown: unknown, req, res, next) => {
    const { status, error, logged } = errorToHttp(thrown);
    const notes = notesOf(req);
    notes.code = error.code;
    const { requestId } = notes;
    if (logged) log.error('Request failed.', { requestId, operation: notes.operation, error: thrown });
    // Too late for another answer: Express then breaks the connection, which tells the caller.
    if (res.headersSent) next(thrown);
    else res.status(status).json({ error: { ...error, requestId } });
  };
