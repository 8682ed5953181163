import type { OwnProperty } from '@sherpa/integrations/hubspot';

/** The properties at HubSpot that are ours, and the only ones that workflows write there. */
export const ownPropertyNames = [
  'sherpa_billing_health',
  'sherpa_subscription_status',
  'sherpa_mrr',
  'sherpa_mrr_currency',
  'sherpa_renews_on',
  'sherpa_churn_points',
  'sherpa_churn_reasons',
  'sherpa_stripe_customer',
  'sherpa_stripe_subscription',
  'sherpa_notion_page',
] as const;

export type OwnPropertyName = (typeof ownPropertyNames)[number];

const text = (label: string, description: string) => ({ label, description, type: 'string' }) as const;

const properties: Readonly<Record<OwnPropertyName, Omit<OwnProperty, 'name'>>> = {
  sherpa_billing_health: text(
    'Billing health',
    'ok, failing, disputed or cancelled, from Stripe. Set by Sherpa.',
  ),
  sherpa_subscription_status: text('Subscription status', 'As Stripe says. Set by Sherpa.'),
  sherpa_mrr: {
    label: 'Monthly recurring revenue',
    description: 'In whole units of its currency, from Stripe. Set by Sherpa.',
    type: 'number',
  },
  sherpa_mrr_currency: text('Currency of the monthly revenue', 'Three letters. Set by Sherpa.'),
  sherpa_renews_on: {
    label: 'Renews on',
    description: 'When the running period ends at Stripe. Set by Sherpa.',
    type: 'date',
  },
  sherpa_churn_points: {
    label: 'Churn points',
    description: 'The more, the more speaks for leaving. Set by Sherpa.',
    type: 'number',
  },
  sherpa_churn_reasons: text('Churn reasons', 'What the points are for. Set by Sherpa.'),
  sherpa_stripe_customer: text('Stripe customer', 'The id at Stripe. Set by Sherpa.'),
  sherpa_stripe_subscription: text('Stripe subscription', 'The id at Stripe. Set by Sherpa.'),
  sherpa_notion_page: text('Notion page', 'Where the work on it stands. Set by Sherpa.'),
};

/** What a property of ours is made with. */
export const ownProperty = (name: OwnPropertyName): OwnProperty => ({ name, ...properties[name] });
