import { z } from 'zod';

const count = z.union([z.number(), z.record(z.string(), z.number())]);
const counts = z.record(z.string(), count);

const stateSchema = z.object({
  seed: z.number(),
  now: z.string(),
  people: z.boolean(),
  hubspot: counts,
  stripe: counts,
  notion: counts,
});

const describe = (value: z.output<typeof count>): string =>
  typeof value === 'number'
    ? String(value)
    : Object.entries(value)
        .map(([name, number]) => `${number} ${name}`)
        .join(', ');

const WIDTH = 18;

/** What the sandbox holds, and the time there. */
export const toStateLines = (answer: unknown): readonly string[] => {
  const state = stateSchema.parse(answer);
  const vendors = [
    ['HubSpot', state.hubspot],
    ['Stripe', state.stripe],
    ['Notion', state.notion],
  ] as const;
  return [
    `Seed ${state.seed}, ${state.now}, people ${state.people ? 'at work' : 'at home'}.`,
    ...vendors.flatMap(([name, held]) => [
      '',
      name,
      ...Object.entries(held).map(([what, value]) => `  ${what.padEnd(WIDTH)}${describe(value)}`.trimEnd()),
    ]),
  ];
};
