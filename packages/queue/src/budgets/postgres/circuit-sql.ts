/** The circuit, as in the script for Redis; what is to be told is collected in the book's `events`. */
export const CIRCUIT_SQL = `
CREATE OR REPLACE FUNCTION sherpa_budget_num(book jsonb, field text) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce((book->>field)::numeric::bigint, 0) $$;

CREATE OR REPLACE FUNCTION sherpa_budget_tell(book jsonb, kind text, cause jsonb, rest bigint) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT book || jsonb_build_object('events', coalesce(book->'events', '[]'::jsonb)
    || jsonb_build_array(jsonb_build_object('kind', kind, 'cause', cause, 'restMs', rest)))
$$;

CREATE OR REPLACE FUNCTION sherpa_budget_forget(book jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT sherpa_budget_tell(book - '{cu,cp,cc,cv,ct,cf,cw,cn,cx}'::text[], 'closed', book->'cc', 0)
$$;

CREATE OR REPLACE FUNCTION sherpa_budget_open(book jsonb, ask jsonb, health text, moment bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  policy jsonb := ask->'policy';
  cause text := CASE WHEN health = 'unauthorized' THEN 'unauthorized' ELSE 'failing' END;
  times bigint := sherpa_budget_num(book, 'ct');
  rest bigint := sherpa_budget_num(policy, 'unauthorizedRestMs');
BEGIN
  IF cause = 'failing' THEN
    rest := least(sherpa_budget_num(policy, 'restMs') * 2 ^ least(times, 20), sherpa_budget_num(policy, 'mostRestMs'));
  END IF;
  RETURN (book - 'cp') || jsonb_build_object('ct', times + 1, 'cu', moment + rest, 'cc', cause,
    'cv', ask#>'{account,credentials}');
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_fail(book jsonb, ask jsonb, health text, moment bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  policy jsonb := ask->'policy';
  run bigint := sherpa_budget_num(book, 'cf') + 1;
  failures bigint;
  calls bigint;
  most bigint := sherpa_budget_num(policy, CASE WHEN health = 'unauthorized' THEN 'unauthorized' ELSE 'consecutive' END);
BEGIN
  IF moment - sherpa_budget_num(book, 'cw') > sherpa_budget_num(policy, 'shareMs') THEN
    book := book || jsonb_build_object('cw', moment, 'cn', sherpa_budget_num(book, 'n'), 'cx', 0);
  END IF;
  failures := sherpa_budget_num(book, 'cx') + 1;
  calls := greatest(failures, sherpa_budget_num(book, 'n') - sherpa_budget_num(book, 'cn'));
  book := book || jsonb_build_object('cf', run, 'cx', failures);
  IF run < most AND (failures < sherpa_budget_num(policy, 'failures')
      OR failures < (policy->>'share')::numeric * calls) THEN
    RETURN book;
  END IF;
  book := sherpa_budget_open(book, ask, health, moment);
  RETURN sherpa_budget_tell(book, 'opened', book->'cc', sherpa_budget_num(book, 'cu') - moment);
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_judge(book jsonb, ask jsonb, call jsonb, moment bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  health text := call->>'health';
BEGIN
  IF NOT book ? 'cu' THEN
    RETURN CASE
      WHEN health IS NULL THEN book
      WHEN health = 'good' THEN book - 'cf'
      ELSE sherpa_budget_fail(book, ask, health, moment)
    END;
  END IF;
  RETURN CASE
    WHEN NOT call ? 'probe' THEN book
    WHEN health = 'good' THEN sherpa_budget_forget(book)
    WHEN health IS NULL THEN book - 'cp'
    ELSE sherpa_budget_open(book, ask, health, moment)
  END;
END $$;
`;
