import type { Stripe } from 'stripe';
import { momentOf } from './values.ts';

/** What is sold. */
export interface StripeProduct {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly active: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: Date;
  readonly deleted: false;
}

/** All that Stripe still says of a product that was deleted. */
export interface DeletedStripeProduct {
  readonly id: string;
  readonly deleted: true;
}

export const toProduct = (product: Stripe.Product): StripeProduct => ({
  id: product.id,
  name: product.name,
  description: product.description,
  active: product.active,
  metadata: { ...product.metadata },
  created: momentOf(product.created),
  deleted: false,
});

export const toProductOrDeleted = (
  product: Stripe.Product | Stripe.DeletedProduct,
): StripeProduct | DeletedStripeProduct =>
  product.deleted === true ? { id: product.id, deleted: true } : toProduct(product);
