import { objectStream } from './object-stream.ts';

/** HubSpot's streams by the names of their tasks, each a declaration. */
export const salesStreams = {
  contacts: objectStream({
    name: 'contacts',
    objectType: 'contact',
    access: ({ contacts }) => contacts,
    makesCustomers: true,
    scopes: ['crm.objects.contacts.read'],
  }),
  companies: objectStream({
    name: 'companies',
    objectType: 'company',
    access: ({ companies }) => companies,
    makesCustomers: true,
    scopes: ['crm.objects.companies.read'],
  }),
  deals: objectStream({
    name: 'deals',
    objectType: 'deal',
    access: ({ deals }) => deals,
    makesCustomers: true,
    ties: { from: 'deals', to: ['contacts', 'companies', 'line_items'] },
    scopes: ['crm.objects.deals.read'],
  }),
  'line-items': objectStream({
    name: 'line-items',
    objectType: 'line_item',
    access: ({ lineItems }) => lineItems,
    makesCustomers: false,
    scopes: ['crm.objects.line_items.read'],
  }),
  tickets: objectStream({
    name: 'tickets',
    objectType: 'ticket',
    access: ({ tickets }) => tickets,
    // Of none a customer is made; what they say is told.
    makesCustomers: true,
    ties: { from: 'tickets', to: ['contacts', 'companies'] },
    scopes: ['tickets'],
  }),
  notes: objectStream({
    name: 'notes',
    objectType: 'note',
    access: ({ notes }) => notes,
    makesCustomers: false,
    ties: { from: 'notes', to: ['contacts', 'companies', 'deals'] },
    scopes: ['crm.objects.contacts.read'],
  }),
} as const;

export type SalesStream = keyof typeof salesStreams;
