export { FORGOTTEN } from './graph/pseudonym.ts';
export { applyCustomerSources, type AppliedSources } from './apply-sources.ts';
export { findCustomerByKey, getCustomer, listCustomers, type CustomerFilter } from './browse-customers.ts';
export { mergeCustomers, type MergeRequest } from './by-hand/merge-customers.ts';
export { splitCustomer, type SplitRequest } from './by-hand/split-customer.ts';
export { undoMerge } from './by-hand/undo-merge.ts';
export { customerHistory, type HistoryEntry } from './customer-history.ts';
export type { CustomerSource, SourceFields, SourceSystem } from './customer-source.ts';
export type { Customer } from './customer.ts';
export { explainCustomer, type Explanation } from './explain-customer.ts';
export { companyDomain } from './keys/company-domain.ts';
export { companiesOfDomain } from './companies-of-domain.ts';
export { companyOfEmail } from './keys/company-domain.ts';
export { normaliseEmail } from './keys/normalise-email.ts';
export {
  forgetPerson,
  previewForgetting,
  type ForgottenEverywhere,
  type Whom,
} from './privacy/forget-person.ts';
export type { Forgotten, ForgottenPerson, PrivacyHandler } from './privacy/privacy-handler.ts';
export { locatePerson, type LocateRequest } from './privacy/locate-person.ts';
export { signPrivacyRecord, verifyPrivacyRecords } from './privacy/audit.ts';
export { findSuppressedEmails } from './privacy/suppressed-emails.ts';
export { findKnownNodes } from './known-nodes.ts';
export { billingSummary, type BillingSummary } from './risk/billing-summary.ts';
export { noteRevenue } from './risk/note-revenue.ts';
export { payingCustomerOf } from './risk/paying-customer.ts';
export { readSignals, type CustomerSignals, type SignalScope } from './risk/read-signals.ts';
export { saveRisks, type CustomerRisk } from './risk/save-risks.ts';
export { getReview, listReviews, reviewsOf } from './reviews/browse-reviews.ts';
export { withSides, type ReviewWithSides } from './reviews/review-sides.ts';
export { decideReview, type ReviewDecision } from './reviews/decide-review.ts';
export type { Review } from './reviews/review.ts';
