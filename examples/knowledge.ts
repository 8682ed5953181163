import { makeClient } from '@sherpa/api';

const { SHERPA_URL = 'http://127.0.0.1:4000', SHERPA_API_KEY = '' } = process.env;
const sherpa = makeClient({ url: SHERPA_URL, apiKey: SHERPA_API_KEY });
await sherpa.knowledge.write('wiki', 'refunds', {
  title: 'Refund policy',
  markdown: '## Limits\n\nUp to 500 EUR the support agent decides.',
  tags: ['billing'],
});
const { hits } = await sherpa.knowledge.search({ q: 'who decides about a refund', tag: 'billing' });
for (const { page, snippet } of hits) console.log(page.title, snippet.map(({ text }) => text).join(''));
