import { z } from 'zod';
import { readJson } from '../webhooks/read-json.ts';
import { isSameSignature, judgeTime, signatureOf } from '../webhooks/signature.ts';
import type { VerifyWebhook } from '../webhooks/signed-request.ts';

const PREFIX = 'sha256=';
/** The signature has no time, only the event has: it is sent again for a day, and what is older is a replay. */
const PAST_MS = 2 * 86_400_000;

const momentSchema = z.looseObject({ timestamp: z.iso.datetime({ offset: true }) });

/** The body, signed with the verification token of the subscription. */
export const verifyNotionWebhook: VerifyWebhook = ({ header, body }, secrets, now) => {
  const given = header('x-notion-signature');
  if (given === undefined) return 'unsigned';
  const isOurs = secrets.some((secret) =>
    isSameSignature(`${PREFIX}${signatureOf(secret, [body], 'hex')}`, given),
  );
  if (!isOurs) return 'forged';
  const { data } = momentSchema.safeParse(readJson(body));
  return data === undefined ? 'genuine' : judgeTime(Date.parse(data.timestamp), now, PAST_MS);
};

const handshakeSchema = z.strictObject({ verification_token: z.string().min(8).max(4_096) });

/** The token that Notion sends once, unsigned, when a subscription is made; undefined for any other body. */
export const readNotionHandshake = (body: Buffer): string | undefined =>
  handshakeSchema.safeParse(readJson(body)).data?.verification_token;
