export {
  makeCallBudget,
  type Admission,
  type BudgetedCall,
  type CallBudget,
  type CallBudgetDeps,
} from './call-budget.ts';
export { makeCall, withPriority, type Call, type CallDeps, type CallRequest } from './make-call.ts';
export type { CallLog, CallObservation } from './observe-call.ts';
export type { RequestEnd } from './request-end.ts';
export type { VendorLimits } from './vendor-limits.ts';
