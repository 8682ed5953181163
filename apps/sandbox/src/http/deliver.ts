import type { Response } from 'express';
import type { Answer, Body, Reply } from './reply.ts';

const TYPES = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  none: undefined,
} as const;

const bytesOf = (body: Body): Buffer => {
  if (body.kind === 'none') return Buffer.alloc(0);
  return Buffer.from(body.kind === 'html' ? body.text : JSON.stringify(body.value));
};

const sendHead = (response: Response, answer: Answer, length: number): void => {
  const type = TYPES[answer.body.kind];
  response.status(answer.status).set(answer.headers);
  if (type !== undefined) response.set('Content-Type', type);
  if (answer.body.kind !== 'none') response.set('Content-Length', String(length));
};

const sendSlowly = (response: Response, bytes: Buffer, overMs: number): void => {
  const half = Math.floor(bytes.length / 2);
  response.write(bytes.subarray(0, half));
  const rest = setTimeout(() => response.end(bytes.subarray(half)), overMs);
  response.on('close', () => clearTimeout(rest));
};

/** Turns a reply into bytes, or into the absence of them that a fault asked for. */
export const deliver = (response: Response, reply: Reply): void => {
  // A hanging answer stays open until the caller gives up or the server closes.
  if (reply.kind === 'hang') return;
  if (reply.kind === 'reset' || reply.delivery === 'lost') {
    response.socket?.resetAndDestroy();
    return;
  }
  const bytes = bytesOf(reply.body);
  if (reply.delivery === 'truncated') {
    // The length is that of the part: valid HTTP, broken JSON.
    const part = bytes.subarray(0, Math.floor(bytes.length / 2));
    sendHead(response, reply, part.length);
    response.end(part);
    return;
  }
  sendHead(response, reply, bytes.length);
  if (reply.delivery === 'whole') response.end(bytes);
  else sendSlowly(response, bytes, reply.delivery.slowMs);
};
