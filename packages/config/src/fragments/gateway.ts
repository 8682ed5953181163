import { isLoopback } from '../environment.ts';
import { defineFragment } from '../fragment.ts';
import { text, urlOf, wholeNumber } from '../variables.ts';
import { apiKeyHint, apiKeyVariable, checkApiKey } from './api-key.ts';

/** Where the gateway listens and whom it lets in. */
export const gatewayConfig = defineFragment({
  variables: {
    GATEWAY_HOST: text().default('127.0.0.1'),
    GATEWAY_PORT: wholeNumber(0, 65_535).default(4_000),
    GATEWAY_PUBLIC_URL: urlOf('http', 'https').optional(),
    ...apiKeyVariable,
  },
  hints: {
    GATEWAY_HOST: { set: 'the address to listen on', example: '0.0.0.0' },
    GATEWAY_PORT: { set: 'the port to listen on, 0 for any free one', example: '4000' },
    GATEWAY_PUBLIC_URL: {
      set: 'the address at which vendors reach the gateway; HubSpot signs it',
      example: 'https://sherpa.example.com',
    },
    ...apiKeyHint,
  },
  check: (env, mode) => {
    const broken = checkApiKey(env, mode);
    const open = !isLoopback(env['GATEWAY_HOST'] ?? '127.0.0.1');
    return open && env['SHERPA_API_KEY'] === undefined && broken.length === 0
      ? [{ variable: 'SHERPA_API_KEY', problem: 'is not set, while GATEWAY_HOST lets other machines in' }]
      : broken;
  },
  toConfig: (values) => ({
    host: values.GATEWAY_HOST,
    port: values.GATEWAY_PORT,
    publicUrl: values.GATEWAY_PUBLIC_URL?.replace(/\/+$/u, ''),
    apiKey: values.SHERPA_API_KEY,
  }),
});
