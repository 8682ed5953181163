import type { RequestHandler } from 'express';

const FONT_LINK = /<link\b[^>]*fonts\.googleapis\.com[^>]*>/gu;

/**
 * Takes Google's fonts out of Bull Board's page. Our policy refuses them, since a page of ours tells
 * nobody that it was opened; asked for, they would be an error in every browser's console.
 */
export const withoutForeignFonts: RequestHandler = (_req, res, next) => {
  const send = res.send.bind(res);
  res.send = (body: unknown) => send(typeof body === 'string' ? body.replaceAll(FONT_LINK, '') : body);
  next();
};
