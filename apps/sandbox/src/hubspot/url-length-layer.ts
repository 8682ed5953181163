import { html } from '../http/reply.ts';
import type { Layer } from '../http/route.ts';

const MAX_LENGTH = 15_000;

const TOO_LONG =
  '<html>\r\n<head><title>414 Request-URI Too Large</title></head>\r\n<body>\r\n<center><h1>414 Request-URI Too Large</h1></center>\r\n</body>\r\n</html>\r\n';

/** The proxy in front of HubSpot takes no longer URL, whoever asks. */
export const urlLengthLayer: Layer = async (request, next) =>
  request.url.length > MAX_LENGTH ? html(TOO_LONG, 414) : next(request);
