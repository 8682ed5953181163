const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const field = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

const first = (list: unknown): unknown => {
  const data = field(list, 'data');
  return Array.isArray(data) ? data[0] : undefined;
};

const oldSubscription = (wire: object): object => {
  const item = first(field(wire, 'items'));
  return {
    ...wire,
    current_period_start: field(item, 'current_period_start') ?? null,
    current_period_end: field(item, 'current_period_end') ?? null,
    plan: field(item, 'plan') ?? null,
    quantity: field(item, 'quantity') ?? null,
  };
};

const oldInvoice = (wire: object): object => {
  const details = field(field(wire, 'parent'), 'subscription_details');
  return {
    ...wire,
    parent: undefined,
    subscription: field(details, 'subscription') ?? null,
    paid: field(wire, 'status') === 'paid',
    charge: null,
    payment_intent: null,
  };
};

const oldCharge = (wire: object): object => ({ ...wire, invoice: null, refunds: undefined });

/** An object in the shape from before 2025-03-31: periods on the subscription, the subscription on the invoice. */
export const toOldShape = (wire: object): object => {
  switch (field(wire, 'object')) {
    case 'subscription':
      return oldSubscription(wire);
    case 'invoice':
      return oldInvoice(wire);
    case 'charge':
      return oldCharge(wire);
    default:
      return wire;
  }
};
