import { faultKinds } from '../faults/fault.ts';
import type { countWorld } from './counts.ts';

interface HomePageFacts {
  readonly seed: number;
  readonly now: Date;
  readonly counts: ReturnType<typeof countWorld>;
}

const CONTROLS: readonly (readonly [string, string])[] = [
  ['GET /_sandbox/state', 'counts, limits, the time'],
  ['GET /_sandbox/books', 'calls by route and outcome; writes by the key they carried. DELETE clears'],
  ['GET /_sandbox/faults', 'what is about to go wrong. DELETE clears'],
  [
    'POST /_sandbox/faults',
    `{ vendor, path, kind, method?, times?, skip?, ms?, retryAfter?, status? }; kinds: ${faultKinds.join(', ')}`,
  ],
  ['POST /_sandbox/clock', '{ advanceMs }: everything that falls due happens on the way'],
  [
    'POST /_sandbox/life',
    '{ people?, onboarding? }: whether people do their daily work, and make the pages of won deals',
  ],
  [
    'POST /_sandbox/webhooks',
    '{ vendor, url, secret?, mode?: { batchMs, delayMs, lateShare, duplicateShare, shuffle, deadlineMs } }. GET lists, DELETE clears',
  ],
  ['POST /_sandbox/deals/{id}/close', '{ outcome: won|lost }: what is won gets its page in Notion'],
  [
    'POST /_sandbox/limits',
    '{ hubspot?: { per10Seconds, searchPerSecond, perDay, searchLagMs, tellsRetryAfter }, stripe?: { perSecond, perEndpointPerSecond, searchPerSecond, searchLagMs, lockMs }, notion?: { perSecond, burst, searchLagMs, templateMs, writeMs, queryRows, slowQueryRows, markdownBlocks } }; null is none',
  ],
  ['POST /_sandbox/stripe/fail-payment', '{ subscription? }: its renewal fails'],
  ['POST /_sandbox/hubspot/{type}', '{ properties }: someone makes a record'],
  ['POST /_sandbox/hubspot/{type}/{id}', '{ properties?, archive?, restore?, purge? }: someone edits it'],
  ['POST /_sandbox/hubspot/{type}/{id}/merge', '{ other }: someone merges the other one into it'],
  ['POST /_sandbox/hubspot/access', '{ token?, expire?, forbidden? }: the app’s token and scopes'],
  ['POST /_sandbox/stripe/{renew|recover|upcoming}', '{ subscription }'],
  ['POST /_sandbox/stripe/plan', '{ subscription, price?, quantity? }: an upgrade or a downgrade'],
  ['POST /_sandbox/stripe/cancel', '{ subscription, atPeriodEnd?, feedback? }'],
  ['POST /_sandbox/stripe/card', '{ customer, declineCode }: null is a good card'],
  [
    'POST /_sandbox/stripe/pay',
    '{ invoice } | { subscription } | { customer }: a good card pays what is open',
  ],
  ['POST /_sandbox/stripe/retry', '{ invoice }: the next automatic try'],
  ['POST /_sandbox/stripe/{refund|dispute}', '{ charge, amount? | reason? }'],
  ['POST /_sandbox/stripe/{fail-refund|close-dispute}', '{ refund } | { dispute, outcome: won|lost }'],
  ['POST /_sandbox/stripe/switches', '{ brokenWrites?, oldEvents?, failDeliveries?, afterRetries? }'],
  ['POST /_sandbox/notion/pages/{id}', '{ properties?, markdown?, trash?, share? }: someone edits it'],
  [
    'POST /_sandbox/tickets',
    '{ subject, content?, priority?, contact?, company?, customer? }: somebody opens a ticket; /{id}/close closes it',
  ],
  [
    'GET /_sandbox/list/{deals|disputes|invoices|payments|refunds|subscriptions|tickets}',
    '?limit=: what there is to act on, by id',
  ],
  ['GET /_sandbox/stripe/truth', 'monthly revenue: now by customer, at months’ ends by currency'],
];

const rows = (counts: Readonly<Record<string, number | Readonly<Record<string, number>>>>): string =>
  Object.entries(counts)
    .map(([name, count]) => {
      const text =
        typeof count === 'number'
          ? count.toLocaleString('en')
          : Object.entries(count)
              .map(([label, number]) => `${label} ${number}`)
              .join(', ');
      return `<tr><th>${name}</th><td>${text}</td></tr>`;
    })
    .join('');

const controlRows = CONTROLS.map(
  ([route, what]) => `<tr><th><code>${route}</code></th><td>${what}</td></tr>`,
).join('');

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430}' +
  'th{text-align:left;vertical-align:top;padding-right:2rem;font-weight:500;white-space:nowrap}' +
  'td{padding:.1rem 0}h2{margin-top:2rem;font-size:1.1rem}';

/** The page at `/`: what this is, what it holds and how to turn it. */
export const homePage = ({ seed, now, counts }: HomePageFacts): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sherpa sandbox</title><style>${STYLE}</style></head>
<body>
<h1>Sherpa sandbox</h1>
<p>HubSpot, Stripe and Notion as local servers, for development and tests. Everything here is made up from the
seed ${seed}; nothing leaves this machine. The time here is ${now.toISOString()}.</p>
<h2>HubSpot, under <code>/crm</code></h2><table>${rows(counts.hubspot)}</table>
<h2>Stripe, under <code>/v1</code></h2><table>${rows(counts.stripe)}</table>
<h2>Notion, under <code>/notion/v1</code></h2><table>${rows(counts.notion)}</table>
<h2>Controls</h2><table>${controlRows}</table>
</body>
</html>
`;
