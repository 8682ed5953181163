import type { SourceFields, SourceSystem } from '../customer-source.ts';
import type { CustomerField } from './projected-customer.ts';

type TextIn<T> = {
  [K in keyof T]-?: Extract<T[K], string> extends never ? never : K;
}[keyof T];

/** A field that holds text, and who may say it. */
export interface TextPolicy {
  readonly field: Extract<
    CustomerField,
    | 'name'
    | 'email'
    | 'phone'
    | 'company'
    | 'jobTitle'
    | 'domain'
    | 'ownerId'
    | 'lifecycleStage'
    | 'billingEmail'
    | 'currency'
    | 'healthNotes'
    | 'playbook'
    | 'onboardingStatus'
  >;
  readonly from: TextIn<SourceFields>;
  /** The first owns the field. The others are asked in this order where it says nothing. */
  readonly systems: readonly [SourceSystem, ...SourceSystem[]];
  /** Whether another value elsewhere is told. */
  readonly tellsDrift: boolean;
}

/** Who owns which field. The owner wins, however old its value is. */
export const textPolicies: readonly TextPolicy[] = [
  { field: 'name', from: 'name', systems: ['hubspot', 'stripe', 'notion'], tellsDrift: true },
  { field: 'email', from: 'email', systems: ['hubspot', 'stripe', 'notion'], tellsDrift: true },
  { field: 'phone', from: 'phone', systems: ['hubspot', 'stripe', 'notion'], tellsDrift: true },
  { field: 'company', from: 'company', systems: ['hubspot', 'notion'], tellsDrift: true },
  { field: 'jobTitle', from: 'jobTitle', systems: ['hubspot', 'notion'], tellsDrift: true },
  { field: 'domain', from: 'domain', systems: ['hubspot', 'notion'], tellsDrift: true },
  { field: 'ownerId', from: 'ownerId', systems: ['hubspot'], tellsDrift: true },
  { field: 'lifecycleStage', from: 'lifecycleStage', systems: ['hubspot'], tellsDrift: true },
  { field: 'billingEmail', from: 'email', systems: ['stripe'], tellsDrift: false },
  { field: 'currency', from: 'currency', systems: ['stripe'], tellsDrift: true },
  { field: 'healthNotes', from: 'healthNotes', systems: ['notion'], tellsDrift: true },
  { field: 'playbook', from: 'playbook', systems: ['notion'], tellsDrift: true },
  { field: 'onboardingStatus', from: 'onboardingStatus', systems: ['notion'], tellsDrift: true },
];
