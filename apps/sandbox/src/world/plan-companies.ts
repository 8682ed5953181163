import type { Random } from '../random.ts';
import { companyParts, oddCompanyNames, toSlug } from './names.ts';
import { planTimes, type Times } from './moments.ts';

export interface CompanyPlan {
  readonly id: string;
  readonly name: string;
  /** As addresses under it are written. */
  readonly mailDomain: string;
  /** As somebody typed it. */
  readonly domain: string;
  readonly phone: string;
  readonly industry: string;
  readonly city: string;
  readonly country: string;
  readonly employees: string;
  readonly stage: string;
  readonly ownerId: string;
  readonly tier: string;
  readonly times: Times;
}

export const FIRST_COMPANY_ID = 500_001;

const CITIES: readonly (readonly [string, string])[] = [
  ['Berlin', 'Germany'],
  ['Lisbon', 'Portugal'],
  ['Zürich', 'Switzerland'],
  ['Kraków', 'Poland'],
  ['Osaka', 'Japan'],
  ['Austin', 'United States'],
];
const INDUSTRIES = [
  'COMPUTER_SOFTWARE',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'RETAIL',
  'HOSPITAL_HEALTH_CARE',
  'BANKING',
];
const STAGES = ['lead', 'opportunity', 'customer', 'customer'];
const TIERS = ['basic', 'plus', 'enterprise'];

/** As people type a domain into the field, or leave it empty. */
const typedDomain = (random: Random, domain: string): string => {
  const roll = random.next();
  if (roll < 0.04) return '';
  if (roll < 0.07) return `www.${domain.toUpperCase()}`;
  return roll < 0.1 ? `https://${domain}/` : domain;
};

const planName = (random: Random, index: number): string => {
  const odd = index % 25 === 7 ? oddCompanyNames[Math.floor(index / 25)] : undefined;
  if (odd !== undefined) return odd;
  const parts = [companyParts.first, companyParts.second, companyParts.forms].map((from) =>
    random.pick(from),
  );
  return parts.join(' ').trim();
};

export const planCompanies = (
  random: Random,
  deps: { readonly count: number; readonly ownerIds: readonly string[]; readonly anchorMs: number },
): readonly CompanyPlan[] => {
  const times = planTimes(random.fork('times'), deps.count, deps.anchorMs);
  return times.map((time, index) => {
    const name = planName(random, index);
    const mailDomain = [toSlug(name) || 'company', '-', index, '.example'].join('');
    const [city, country] = random.pick(CITIES);
    return {
      id: String(FIRST_COMPANY_ID + index),
      name,
      mailDomain,
      domain: typedDomain(random, mailDomain),
      phone: random.chance(0.6) ? ['+49 30 ', random.int(100_000, 999_999)].join('') : '',
      industry: random.pick(INDUSTRIES),
      city,
      country,
      employees: String(random.int(3, 4_000)),
      stage: random.pick(STAGES),
      ownerId: random.chance(0.85) ? random.pick(deps.ownerIds) : '',
      tier: random.pick(TIERS),
      times: time,
    };
  });
};

/** The values of a company's record. */
export const companyValues = (company: CompanyPlan): ReadonlyMap<string, string> =>
  new Map([
    ['name', company.name],
    ['domain', company.domain],
    ['phone', company.phone],
    ['industry', company.industry],
    ['city', company.city],
    ['country', company.country],
    ['numberofemployees', company.employees],
    ['lifecyclestage', company.stage],
    ['hubspot_owner_id', company.ownerId],
    ['account_tier', company.tier],
  ]);
