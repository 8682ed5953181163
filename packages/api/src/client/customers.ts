import type { Decision } from '../approvals/endpoints.ts';
import type { Customer } from '../customers/customer.ts';
import {
  explainCustomer,
  listCustomerHistory,
  listCustomers,
  mergeCustomers,
  showCustomer,
  splitCustomer,
  undoCustomerMerge,
} from '../customers/endpoints.ts';
import { forgetPerson, previewForgetting } from '../customers/forgetting.ts';
import type { Explanation } from '../customers/explanation.ts';
import {
  approveCustomerReview,
  listCustomerReviews,
  rejectCustomerReview,
  showCustomerReview,
  type CustomerReview,
  type CustomerReviewWithSides,
} from '../customers/review.ts';
import type { RequestInput, ResponseOf } from '../endpoint.ts';
import type { Call } from './call.ts';

/** Customers of a gateway. */
export interface CustomersClient {
  list(query?: RequestInput<typeof listCustomers>['query']): Promise<ResponseOf<typeof listCustomers>>;
  show(id: string): Promise<Customer>;
  /** With the source of each field, and what ties its objects. */
  why(id: string): Promise<Explanation>;
  history(
    id: string,
    query?: RequestInput<typeof listCustomerHistory>['query'],
  ): Promise<ResponseOf<typeof listCustomerHistory>>;
  merge(id: string, body: RequestInput<typeof mergeCustomers>['body']): Promise<Customer>;
  /** Answers with the customer that the objects are now, and all that came of it. */
  split(
    id: string,
    body: RequestInput<typeof splitCustomer>['body'],
  ): Promise<ResponseOf<typeof splitCustomer>>;
  /** Takes the merge's id in the history; answers with the customer that is back. */
  undoMerge(id: string, decision: Decision): Promise<Customer>;
  /** Says whom `forget` would concern; changes nothing. */
  previewForgetting(
    body: RequestInput<typeof previewForgetting>['body'],
  ): Promise<ResponseOf<typeof previewForgetting>>;
  /** Forgets a person everywhere; cannot be undone. */
  forget(body: RequestInput<typeof forgetPerson>['body']): Promise<ResponseOf<typeof forgetPerson>>;
  readonly reviews: {
    list(
      query?: RequestInput<typeof listCustomerReviews>['query'],
    ): Promise<ResponseOf<typeof listCustomerReviews>>;
    show(id: string): Promise<CustomerReviewWithSides>;
    approve(id: string, decision: Decision): Promise<CustomerReview>;
    reject(id: string, decision: Decision): Promise<CustomerReview>;
  };
}

export const makeCustomersClient = (call: Call): CustomersClient => ({
  list: (query = {}) => call(listCustomers, { query }),
  show: (id) => call(showCustomer, { params: { id } }),
  why: (id) => call(explainCustomer, { params: { id } }),
  history: (id, query = {}) => call(listCustomerHistory, { params: { id }, query }),
  merge: (id, body) => call(mergeCustomers, { params: { id }, body }),
  split: (id, body) => call(splitCustomer, { params: { id }, body }),
  undoMerge: (id, body) => call(undoCustomerMerge, { params: { id }, body }),
  previewForgetting: (body) => call(previewForgetting, { body }),
  forget: (body) => call(forgetPerson, { body }),
  reviews: {
    list: (query = {}) => call(listCustomerReviews, { query }),
    show: (id) => call(showCustomerReview, { params: { id } }),
    approve: (id, body) => call(approveCustomerReview, { params: { id }, body }),
    reject: (id, body) => call(rejectCustomerReview, { params: { id }, body }),
  },
});
