import type { Vendor } from '@sherpa/core';
import { z } from 'zod';
import { askSandboxAt } from '../../sandbox/ask-sandbox.ts';

/** Where one vendor of the sandbox sends its webhooks. */
export interface Target {
  readonly vendor: Vendor;
  readonly url: string;
  /** Without one the sandbox makes it, and Notion hands it over to the address. */
  readonly secret?: string;
}

const answerSchema = z.object({ secret: z.string() });

/** Has the sandbox send webhooks from now on; answers with what signs them. */
export const tellSandbox = async (sandboxUrl: string, target: Target): Promise<string> => {
  const address = { url: sandboxUrl, because: 'of this fleet' };
  const answer = await askSandboxAt(address, { method: 'POST', path: '/webhooks', body: target });
  return answerSchema.parse(answer).secret;
};
