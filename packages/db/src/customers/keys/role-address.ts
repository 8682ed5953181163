/** What stands before the @ where a function reads the mail and not one person (RFC 2142, and what companies use). */
const roles: ReadonlySet<string> = new Set(
  `abuse accounting accounts accountspayable admin administration ap ar billing bills bookkeeping buchhaltung
  compliance comptabilite contact contato customerservice customersupport desk einkauf enquiries facturacion
  facturation fatture finance finances finanzas ftp hello help helpdesk hostmaster hr info inquiries invoice
  invoices invoicing it jobs kontakt kreditoren legal mail mailer-daemon marketing media news newsletter no-reply
  noc noreply office operations ops orders payables payment payments postmaster press privacy procurement purchase
  purchasing rechnung rechnungen rechnungswesen reception root sales security service shop spam subscribe
  subscriptions support sysadmin tech treasury usenet webmaster www`.split(/\s+/u),
);

/** Whether an address, as `normaliseEmail` gives it, belongs to a function such as billing@ and to nobody. */
export const isRoleAddress = (email: string): boolean => {
  const local = email.slice(0, email.lastIndexOf('@'));
  const [before = local] = local.split('+');
  return roles.has(before) || roles.has(before.replaceAll(/[._-]/gu, ''));
};
