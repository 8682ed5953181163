import { withHeaders, type Answer } from '../../http/reply.ts';
import type { Layer } from '../../http/route.ts';

const withId = (answer: Answer, id: string): Answer => {
  const { body } = answer;
  if (body.kind !== 'json' || typeof body.value !== 'object' || body.value === null) return answer;
  return { ...answer, body: { kind: 'json', value: { ...body.value, request_id: id } } };
};

/** What every answer of Notion carries: the request's id, in a header and in the body. */
export const headerLayer: Layer = async (request, next) => {
  const reply = await next(request);
  if (reply.kind !== 'answer') return reply;
  return withHeaders(withId(reply, request.id), { 'x-notion-request-id': request.id });
};
