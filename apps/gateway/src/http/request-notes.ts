import { newId, type ErrorCode } from '@sherpa/core';
import type { Request } from 'express';

/** What is known of a request beside what it says itself. */
export interface RequestNotes {
  readonly requestId: string;
  /** Method and path as declared: no id or query of the caller's. */
  operation: string;
  code: ErrorCode | undefined;
}

/** Gives every request its notes. */
export type NotesOf = (req: Request) => RequestNotes;

/** Makes the notes of one app; they are gone with their request. */
export const makeNotes = (): NotesOf => {
  const kept = new WeakMap<Request, RequestNotes>();
  return (req) => {
    const known = kept.get(req);
    if (known !== undefined) return known;
    const notes: RequestNotes = { requestId: newId(), operation: 'unknown', code: undefined };
    kept.set(req, notes);
    return notes;
  };
};
