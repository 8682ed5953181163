/** What a manager calls each workflow. */
const WORKFLOWS: Readonly<Record<string, string>> = {
  answers: 'Questions answered',
  cancellations: 'Cancellations',
  'churn-watch': 'Customers who may leave',
  'closed-won': 'Won deals onboarded',
  digest: 'Daily reports',
  disputes: 'Disputes answered',
  dunning: 'Failed payments followed',
  hygiene: 'Data put in order',
  'identity-review': 'Questions of who is who',
  incidents: 'Incidents',
  'lead-routing': 'New contacts routed',
  'payment-mirror': 'What customers pay, told to sales',
  privacy: 'Requests to be forgotten',
  refunds: 'Refunds asked for',
  renewals: 'Renewals prepared',
};

const CHECKS: Readonly<Record<string, string>> = {
  'failed payments': 'Failed payments were followed to their end',
  disputes: 'Disputes were followed to their end',
  'won deals': 'Won deals were onboarded once',
  digests: 'Each night had its report',
  'duplicate effects': 'Nothing was done twice',
  'stuck tasks': 'Nothing was left undone',
};

export const workflowTitle = (name: string): string => WORKFLOWS[name] ?? name;

export const checkTitle = (name: string): string => CHECKS[name] ?? name;

/** Those that may have cases, and whose silence is worth a word. */
export const workflowNames: readonly string[] = [
  'dunning',
  'disputes',
  'refunds',
  'closed-won',
  'renewals',
  'cancellations',
  'churn-watch',
  'lead-routing',
  'incidents',
  'identity-review',
  'privacy',
];
