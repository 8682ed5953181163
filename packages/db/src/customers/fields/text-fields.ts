import type { SourceSystem } from '../customer-source.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';
import { phoneNumber } from '../keys/phone-key.ts';
import { comparableName } from '../keys/weak-keys.ts';
import type { PlacedSource } from '../load-sources.ts';
import type { TextPolicy } from './field-policy.ts';
import type { Drift, FieldRule, Provenance } from './projected-customer.ts';

/** Who speaks for a system, in which order. */
export type Speakers = ReadonlyMap<SourceSystem, readonly PlacedSource[]>;

interface Said {
  readonly value: string;
  readonly source: PlacedSource;
}

const saidBy = (speakers: readonly PlacedSource[], { from }: TextPolicy): Said[] =>
  speakers.flatMap((source) => {
    const value = source.fields[from];
    return typeof value === 'string' && value.trim() !== '' ? [{ value, source }] : [];
  });

const ruleOf = (policy: TextPolicy, system: SourceSystem, said: readonly Said[]): FieldRule => {
  if (system !== policy.systems[0]) return 'fallback';
  if (new Set(said.map(({ value }) => value)).size <= 1) return 'owner';
  return system === 'stripe' ? 'primary' : 'newest';
};

/** The value of a field and why it is that; undefined where nobody says anything. */
export const decideText = (
  policy: TextPolicy,
  speakers: Speakers,
): (Provenance & { readonly value: string }) | undefined => {
  for (const system of policy.systems) {
    const said = saidBy(speakers.get(system) ?? [], policy);
    const [first] = said;
    if (first === undefined) continue;
    const { objectType, externalId, version } = first.source;
    return {
      value: first.value,
      system,
      objectType,
      externalId,
      atMs: version,
      rule: ruleOf(policy, system, said),
    };
  }
  return undefined;
};

/** As values are compared: how something is written down does not make it another thing. */
const comparable = ({ field }: TextPolicy, value: string): string => {
  if (field === 'email') return normaliseEmail(value) ?? value.trim().toLowerCase();
  if (field === 'phone') return phoneNumber(value) ?? value.replaceAll(/\D/gu, '');
  return comparableName(value);
};

/** What systems that do not own the field hold instead. */
export const driftOf = (policy: TextPolicy, speakers: Speakers, decided: Provenance | undefined): Drift[] => {
  const [owner] = policy.systems;
  if (!policy.tellsDrift || decided === undefined || decided.system !== owner) return [];
  const value = typeof decided.value === 'string' ? comparable(policy, decided.value) : '';
  return [...speakers].flatMap(([system, sources]) =>
    system === owner
      ? []
      : saidBy(sources, policy)
          .filter((said) => comparable(policy, said.value) !== value)
          .map((said) => ({
            system,
            objectType: said.source.objectType,
            externalId: said.source.externalId,
            value: said.value,
          })),
  );
};
