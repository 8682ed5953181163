import { z } from 'zod';
import { json } from '../http/reply.ts';
import { paramOf, type Route } from '../http/route.ts';
import { isLive } from '../hubspot/record.ts';
import { lastStage, pipelineOf, putInStage } from '../life/deal-doings.ts';
import { parseControl, refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';

const schema = z.strictObject({
  outcome: z.enum(['won', 'lost']).default('won'),
  /** Whether somebody makes the page of one that is won; as `POST /_sandbox/life` has said, where absent. */
  onboarding: z.boolean().optional(),
});

/** Somebody closes a deal; one that is won gets its page in Notion, where people make these by hand. */
export const closeDealRoute = ({ world }: ControlDeps): Route => ({
  method: 'post',
  path: '/_sandbox/deals/:dealId/close',
  handle: (request) => {
    const { outcome, onboarding = world.byHand.onboarding } = parseControl(schema, request.body);
    const deal = world.hubspot.stores.deals.resolve(paramOf(request, 'dealId'));
    if (deal === undefined || !isLive(deal)) throw refuseControl(404, 'There is no such deal.');
    const pipeline = pipelineOf(world, deal);
    const stage = pipeline === undefined ? undefined : lastStage(pipeline, outcome);
    if (stage === undefined) throw refuseControl(409, 'Its pipeline has no such end.');
    if (stage.id === deal.version.values.get('dealstage'))
      throw refuseControl(409, 'It is closed like that.');
    putInStage(world, deal, stage, { onboarding });
    return json({
      deal: deal.id,
      name: deal.version.values.get('dealname') ?? null,
      stage: stage.label,
      outcome,
    });
  },
});
