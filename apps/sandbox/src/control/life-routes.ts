import { z } from 'zod';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { parseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';

/** The longest journey; each of its days has its own work. */
const MOST_DAYS = 1_000;

const clockSchema = z.strictObject({
  advanceMs: z
    .int()
    .min(0)
    .max(MOST_DAYS * 86_400_000),
});
const lifeSchema = z.strictObject({
  people: z.boolean().optional(),
  /** Whether people make the onboarding page of a deal that is won. */
  onboarding: z.boolean().optional(),
});

/** Time, and what it brings. */
export const lifeControlRoutes = ({ world, clock, life, tally }: ControlDeps): readonly Route[] => [
  {
    method: 'post',
    path: '/_sandbox/clock',
    handle: async (request) => {
      const { advanceMs } = parseControl(clockSchema, request.body);
      tally.take();
      await life.advance(advanceMs);
      return json({ now: clock.now().toISOString(), happened: tally.take() });
    },
  },
  {
    method: 'post',
    path: '/_sandbox/life',
    handle: (request) => {
      const { people, onboarding } = parseControl(lifeSchema, request.body);
      if (people !== undefined) life.setPeople(people);
      if (onboarding !== undefined) world.byHand.onboarding = onboarding;
      return json({ people: life.hasPeople(), onboarding: world.byHand.onboarding });
    },
  },
];
