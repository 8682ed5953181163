/** How the bytes of an answer reach the caller. All but `whole` are faults. */
export type Delivery = 'whole' | 'truncated' | 'lost' | { readonly slowMs: number };

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'html'; readonly text: string }
  | { readonly kind: 'none' };

/** What a handler gives back; one place turns it into bytes. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly delivery: Delivery;
  /** True when a fault answered in the route's stead: nothing was done, nothing may be remembered. */
  readonly isFault: boolean;
}

export type Reply = Answer | { readonly kind: 'hang' } | { readonly kind: 'reset' };

const answer = (status: number, body: Body): Answer => ({
  kind: 'answer',
  status,
  headers: {},
  body,
  delivery: 'whole',
  isFault: false,
});

export const json = (value: unknown, status = 200): Answer => answer(status, { kind: 'json', value });
export const html = (text: string, status = 200): Answer => answer(status, { kind: 'html', text });
export const noContent = (): Answer => answer(204, { kind: 'none' });

export const withHeaders = (reply: Answer, headers: Readonly<Record<string, string>>): Answer => ({
  ...reply,
  headers: { ...reply.headers, ...headers },
});
