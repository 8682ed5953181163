import type { Answer, Reply } from './reply.ts';

export const vendors = ['hubspot', 'stripe', 'notion'] as const;

export type Vendor = (typeof vendors)[number];

/** A request as handlers see it: no Express in sight. */
export interface VendorRequest {
  readonly id: string;
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  /** Path and query as sent, the measure of a URL that is too long. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
  header(name: string): string | undefined;
}

export interface Route {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly path: string;
  handle(request: VendorRequest): Answer | Promise<Answer>;
}

export type Next = (request: VendorRequest) => Promise<Reply>;

/** One layer around every route of a vendor: authentication, limits, faults. */
export type Layer = (request: VendorRequest, next: Next) => Promise<Reply>;

/** The layers as one function; the first is the outermost. */
export const throughLayers = (layers: readonly Layer[], innermost: Next): Next =>
  layers.reduceRight<Next>((next, layer) => (request) => layer(request, next), innermost);

/** A path parameter that the route's pattern promises. */
export const paramOf = (request: VendorRequest, name: string): string => request.params[name] ?? '';
