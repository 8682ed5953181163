import { getCustomers } from './api/customers/get.ts';
import { getCustomerById } from './api/customers/by-id/get.ts';
import { getCustomerWhy } from './api/customers/by-id/why/get.ts';
import { getCustomerHistory } from './api/customers/by-id/history/get.ts';
import { postCustomerMerge } from './api/customers/by-id/merge/post.ts';
import { postCustomerSplit } from './api/customers/by-id/split/post.ts';
import { postCustomerMergeUndo } from './api/customer-merges/by-id/undo/post.ts';
import { getCustomerReviews } from './api/customer-reviews/get.ts';
import { getCustomerReviewById } from './api/customer-reviews/by-id/get.ts';
import { postCustomerReviewApprove } from './api/customer-reviews/by-id/approve/post.ts';
import { postCustomerReviewReject } from './api/customer-reviews/by-id/reject/post.ts';
import { postForgetPreview } from './api/privacy/preview/post.ts';
import { postForget } from './api/privacy/forget/post.ts';
import type { RouteDeps } from './deps.ts';

/** Who answers what is asked of customers, of who is who, and of forgetting people. */
export const makeCustomerHandlers = (deps: RouteDeps) => ({
  listCustomers: getCustomers(deps),
  showCustomer: getCustomerById(deps),
  explainCustomer: getCustomerWhy(deps),
  listCustomerHistory: getCustomerHistory(deps),
  mergeCustomers: postCustomerMerge(deps),
  splitCustomer: postCustomerSplit(deps),
  undoCustomerMerge: postCustomerMergeUndo(deps),
  listCustomerReviews: getCustomerReviews(deps),
  showCustomerReview: getCustomerReviewById(deps),
  approveCustomerReview: postCustomerReviewApprove(deps),
  rejectCustomerReview: postCustomerReviewReject(deps),
  previewForgetting: postForgetPreview(deps),
  forgetPerson: postForget(deps),
});
