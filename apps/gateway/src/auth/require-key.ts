import { createHash, timingSafeEqual } from 'node:crypto';
import { UnauthorizedError } from '@sherpa/core';
import type { RequestHandler } from 'express';
import { credentialsOf } from './credentials.ts';
import { isForeignWrite } from './same-site.ts';

// Digests are of one length, so comparing them tells nothing of the key, not even its length.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets through whoever presents the key; asks a browser for it by its own login dialogue. */
export const requireKey = (apiKey: string): RequestHandler => {
  const wanted = digest(apiKey);
  return (req, res, next) => {
    const credentials = credentialsOf(req.headers);
    if (credentials === undefined || !timingSafeEqual(digest(credentials.key), wanted)) {
      // For every kind of request: a browser that has the key for one page offers it for the scripts and
      // styles of that page only when it is asked there, too.
      res.set('WWW-Authenticate', 'Basic realm="Sherpa", charset="UTF-8"');
      throw new UnauthorizedError(
        credentials === undefined ? 'An API key is needed.' : 'The API key is not the right one.',
      );
    }
    if (credentials.scheme === 'basic' && isForeignWrite(req.method, req.headers)) {
      throw new UnauthorizedError('A page of another site may not change anything here.', { status: 403 });
    }
    next();
  };
};
