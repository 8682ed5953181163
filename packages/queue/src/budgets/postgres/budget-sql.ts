import { CIRCUIT_SQL } from './circuit-sql.ts';
import { SETTLE_SQL } from './settle-sql.ts';
import { TAKE_SQL } from './take-sql.ts';

/**
 * Unlogged: nothing here is worth a write to the log, and after a crash the vendor's own answers correct a
 * budget that begins anew. Rows are short-lived, so they are cleared away sooner than others.
 */
const TABLES_SQL = `
CREATE UNLOGGED TABLE IF NOT EXISTS sherpa_budget (
  account text PRIMARY KEY,
  fields jsonb NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

CREATE UNLOGGED TABLE IF NOT EXISTS sherpa_budget_entry (
  ring text NOT NULL,
  basis bigint NOT NULL,
  id text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE INDEX IF NOT EXISTS sherpa_budget_entry_ring ON sherpa_budget_entry (ring, basis);
`;

/** The moment is read when the account's row is held, not when the statement began to wait for it. */
const ASK_SQL = `
CREATE OR REPLACE FUNCTION sherpa_budget_ask(ask jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  owner text := ask#>>'{account,id}';
  book jsonb;
  answers jsonb := '[]';
  answer jsonb;
  item jsonb;
  moment bigint;
  events jsonb;
BEGIN
  SELECT b.fields INTO book FROM sherpa_budget AS b WHERE b.account = owner FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO sherpa_budget (account, fields)
      VALUES (owner, jsonb_build_object('account', (ask->'account') - 'credentials')) ON CONFLICT DO NOTHING;
    SELECT b.fields INTO book FROM sherpa_budget AS b WHERE b.account = owner FOR UPDATE;
  END IF;
  moment := floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  book := sherpa_budget_settle(book, ask, moment);
  IF jsonb_array_length(ask->'wants') > 0 THEN
    FOR item IN SELECT jsonb_array_elements(ask->'windows') LOOP
      book := sherpa_budget_trim(book, owner || ':' || (item->>'name'), moment - sherpa_budget_num(item, 'holdMs'));
      book := sherpa_budget_trim(book, owner || ':' || (item->>'name') || '!', moment - sherpa_budget_num(item, 'holdMs'));
      book := book || jsonb_build_object('w:' || (item->>'name'), item->'told');
    END LOOP;
  END IF;
  FOR item IN SELECT jsonb_array_elements(ask->'wants') LOOP
    SELECT t.book, t.answer INTO book, answer FROM sherpa_budget_take(book, ask, item, moment) AS t;
    answers := answers || answer;
  END LOOP;
  events := coalesce(book->'events', '[]'::jsonb);
  book := book - 'events';
  UPDATE sherpa_budget AS b SET fields = book, asked_at = clock_timestamp() WHERE b.account = owner;
  RETURN jsonb_build_object('now', moment, 'answers', answers, 'events', events,
    'failing', book ? 'cu' OR book ? 'cf');
END $$;
`;

/** The tables and the function of the budgets, made in the queue's schema; safe to run again. */
export const BUDGET_SQL = [TABLES_SQL, CIRCUIT_SQL, SETTLE_SQL, TAKE_SQL, ASK_SQL].join('\n');
