/** The accounts that tests may be run on; those that are absent are not to be had. */
export interface LiveKeys {
  readonly hubspot?: { readonly accessToken: string };
  readonly stripe?: { readonly apiKey: string };
  readonly notion?: { readonly accessToken: string; readonly parentPageId: string };
}

/** What the environment gives, and for each vendor what it lacks. */
export interface ReadLiveKeys {
  readonly keys: LiveKeys;
  /** By vendor the variables that are not set. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A live key would write into books that are somebody's. */
const TEST_KEY = /^(?:sk|rk)_test_/u;

const given = (env: Environment, name: string): string | undefined => {
  const value = env[name]?.trim() ?? '';
  return value === '' ? undefined : value;
};

const readStripe = (env: Environment): LiveKeys['stripe'] => {
  const apiKey = given(env, 'STRIPE_API_KEY');
  if (apiKey === undefined) return undefined;
  if (!TEST_KEY.test(apiKey)) {
    throw new Error(
      'STRIPE_API_KEY must start with sk_test_ or rk_test_: the tests write, and real books are not theirs.',
    );
  }
  return { apiKey };
};

const readHubSpot = (env: Environment): LiveKeys['hubspot'] => {
  const accessToken = given(env, 'HUBSPOT_ACCESS_TOKEN');
  return accessToken === undefined ? undefined : { accessToken };
};

const readNotion = (env: Environment): LiveKeys['notion'] => {
  const [accessToken, parentPageId] = [
    given(env, 'NOTION_ACCESS_TOKEN'),
    given(env, 'NOTION_PARENT_PAGE_ID'),
  ];
  return accessToken === undefined || parentPageId === undefined ? undefined : { accessToken, parentPageId };
};

/** Which variables each vendor is tried with. */
const VARIABLES = {
  HubSpot: ['HUBSPOT_ACCESS_TOKEN'],
  Stripe: ['STRIPE_API_KEY'],
  Notion: ['NOTION_ACCESS_TOKEN', 'NOTION_PARENT_PAGE_ID'],
} as const;

/** Reads what real accounts are to be tried on. Throws for a key of Stripe that is not of a test mode. */
export const readLiveKeys = (env: Environment): ReadLiveKeys => {
  const [hubspot, stripe, notion] = [readHubSpot(env), readStripe(env), readNotion(env)];
  return {
    keys: {
      ...(hubspot === undefined ? {} : { hubspot }),
      ...(stripe === undefined ? {} : { stripe }),
      ...(notion === undefined ? {} : { notion }),
    },
    missing: Object.fromEntries(
      Object.entries(VARIABLES).flatMap(([vendor, names]) => {
        const unset = names.filter((name) => given(env, name) === undefined);
        return unset.length === 0 ? [] : [[vendor, unset]];
      }),
    ),
  };
};
