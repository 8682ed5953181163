import { defineFragment } from '../fragment.ts';
import { matching } from '../variables.ts';

/** Whose data this installation works on. */
export const tenantConfig = defineFragment({
  variables: {
    SHERPA_TENANT: matching(
      /^[a-z0-9][a-z0-9-]{0,62}$/u,
      'be lower case letters, digits and dashes, 63 at most',
    ).default('default'),
  },
  hints: { SHERPA_TENANT: { set: "the tenant's short name", example: 'acme' } },
  toConfig: (values) => ({ slug: values.SHERPA_TENANT }),
});
