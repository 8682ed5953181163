import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Helmet's headers. Bull Board styles elements inline; its fonts from Google are left out, since a
 * page of ours tells nobody that it was opened and works without the internet. Requests are not
 * upgraded to TLS: that is the proxy's to decide, and a gateway on loopback has none.
 */
export const securityHeaders = (): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      directives: {
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
  });
