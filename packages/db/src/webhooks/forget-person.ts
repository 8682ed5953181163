import type { Vendor } from '@sherpa/core';
import type { PrivacyHandler } from '../customers/privacy/privacy-handler.ts';
import { purgeDeliveries, type DeliveriesOfPerson } from './purge-deliveries.ts';

const NODE = /^(?<vendor>hubspot|stripe|notion):(?<type>[^:]+):(?<id>.+)$/u;

const vendorOf = (text: string | undefined): Vendor | undefined =>
  text === 'hubspot' || text === 'stripe' || text === 'notion' ? text : undefined;

const toObjects = (nodes: readonly string[]): DeliveriesOfPerson['objects'] =>
  nodes.flatMap((node) => {
    const { vendor, type, id } = NODE.exec(node)?.groups ?? {};
    const system = vendorOf(vendor);
    return system === undefined || type === undefined || id === undefined
      ? []
      : [{ vendor: system, type, id }];
  });

/** Empties what events have said of a person. */
export const webhookPrivacy: PrivacyHandler = {
  place: 'webhook_deliveries',
  forget: async (tx, { tenantId, nodes, emails, texts }) => ({
    rows: await purgeDeliveries(tx, {
      tenantId,
      objects: toObjects(nodes),
      texts: [...new Set([...emails, ...texts])].filter((text) => text !== ''),
    }),
  }),
};
