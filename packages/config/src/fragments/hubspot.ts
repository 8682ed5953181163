import { defineFragment } from '../fragment.ts';
import { text, urlOf } from '../variables.ts';

/** The HubSpot portal to work on. */
export const hubspotConfig = defineFragment({
  variables: {
    HUBSPOT_ACCESS_TOKEN: text(),
    HUBSPOT_BASE_URL: urlOf('http', 'https').default('https://api.hubapi.com'),
  },
  hints: {
    HUBSPOT_ACCESS_TOKEN: {
      set: 'the access token of a private app in your portal',
      example: 'pat-na1-00000000-0000-0000-0000-000000000000',
    },
    HUBSPOT_BASE_URL: { set: 'where HubSpot answers', example: 'https://api.hubapi.com' },
  },
  toConfig: (values) => ({ accessToken: values.HUBSPOT_ACCESS_TOKEN, baseUrl: values.HUBSPOT_BASE_URL }),
});
