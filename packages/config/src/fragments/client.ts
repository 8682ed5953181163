import { defineFragment } from '../fragment.ts';
import { urlOf, wholeNumber } from '../variables.ts';
import { apiKeyHint, apiKeyVariable, checkApiKey } from './api-key.ts';

/** How a script or the CLI reaches the gateway; unset, the one on this machine. */
export const clientConfig = defineFragment({
  variables: {
    SHERPA_URL: urlOf('http', 'https').optional(),
    GATEWAY_PORT: wholeNumber(0, 65_535).default(4_000),
    ...apiKeyVariable,
  },
  hints: {
    SHERPA_URL: { set: 'the address of the gateway', example: 'https://sherpa.example.com' },
    GATEWAY_PORT: { set: 'the port of the gateway on this machine', example: '4000' },
    ...apiKeyHint,
  },
  check: checkApiKey,
  toConfig: (values) => ({
    url: values.SHERPA_URL ?? `http://127.0.0.1:${values.GATEWAY_PORT}`,
    apiKey: values.SHERPA_API_KEY,
  }),
});
