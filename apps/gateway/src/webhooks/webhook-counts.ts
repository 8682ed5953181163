/** A number with its labels. */
export interface WebhookCount {
  readonly labels: { readonly vendor: string; readonly outcome: string };
  readonly value: number;
}

/** What became of webhooks since the process started. */
export interface WebhookCounts {
  add(vendor: string, outcome: string, count?: number): void;
  values(): readonly WebhookCount[];
}

/** Makes the counters; outcomes are few: the statuses, `duplicate`, and the reasons of refusals. */
export const makeWebhookCounts = (): WebhookCounts => {
  const counts = new Map<string, { vendor: string; outcome: string; value: number }>();
  return {
    add: (vendor, outcome, count = 1) => {
      const key = `${vendor} ${outcome}`;
      const value = (counts.get(key)?.value ?? 0) + count;
      counts.set(key, { vendor, outcome, value });
    },
    values: () => [...counts.values()].map(({ value, ...labels }) => ({ labels, value })),
  };
};
