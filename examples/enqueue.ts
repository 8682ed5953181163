import { makeClient } from '@sherpa/api';
import { billingContract } from '@sherpa/agents/billing';

const { SHERPA_URL = 'http://127.0.0.1:4000', SHERPA_API_KEY = '' } = process.env;
const sherpa = makeClient({ url: SHERPA_URL, apiKey: SHERPA_API_KEY });
const result = await sherpa.enqueueAndWait(billingContract, 'customers.sync', {});
console.log(`Read ${result.rows} customers (${result.mode}).`);
