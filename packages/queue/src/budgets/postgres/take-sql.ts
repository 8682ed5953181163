/** When a call may begin, as in the script for Redis: its commentary holds here too. */
export const TAKE_SQL = `
CREATE OR REPLACE FUNCTION sherpa_budget_need(place jsonb, want jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
  SELECT greatest(1, ceil((want->>'weight')::numeric / (place->>'granule')::numeric)::bigint)
$$;

CREATE OR REPLACE FUNCTION sherpa_budget_earliest(
  book jsonb, ring_name text, cap bigint, need bigint, hold bigint, moment bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  latest bigint;
BEGIN
  IF need > cap THEN RETURN NULL; END IF;
  IF sherpa_budget_num(book, 'l:' || ring_name) + need <= cap THEN RETURN moment; END IF;
  SELECT basis INTO latest FROM sherpa_budget_entry
    WHERE ring = ring_name ORDER BY basis DESC OFFSET cap - need LIMIT 1;
  RETURN greatest(moment, coalesce(latest + hold, moment));
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_place(
  book jsonb, ask jsonb, want jsonb, x int, moment bigint, OUT at bigint, OUT reserved boolean, OUT cause text)
LANGUAGE plpgsql AS $$
DECLARE
  place jsonb := ask->'windows'->(x - 1);
  name text := place->>'name';
  hold bigint := sherpa_budget_num(place, 'holdMs');
  need bigint := sherpa_budget_need(place, want);
  cap bigint := sherpa_budget_num(place, CASE WHEN want->>'priority' = 'background' THEN 'background' ELSE 'shared' END);
  kept bigint;
BEGIN
  reserved := false;
  cause := 'spent';
  at := sherpa_budget_earliest(book, sherpa_budget_ring(ask, x, false), cap, need, hold, moment);
  at := CASE WHEN at IS NULL THEN NULL
    ELSE greatest(at, ceil(coalesce((book->>('p:' || name))::numeric, 0))::bigint) END;
  IF want->>'priority' = 'urgent' THEN
    kept := sherpa_budget_earliest(
      book, sherpa_budget_ring(ask, x, true), sherpa_budget_num(place, 'urgent'), need, hold, moment);
    IF kept < coalesce(at, kept + 1) THEN
      at := kept;
      reserved := true;
    END IF;
  END IF;
  at := coalesce(at, moment + hold);
  IF sherpa_budget_num(book, 'c:' || name) > at THEN
    at := sherpa_budget_num(book, 'c:' || name);
    cause := 'closed';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_coarse(
  book jsonb, place jsonb, ring_name text, want jsonb, wanted bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  granule bigint := sherpa_budget_num(place, 'granule');
  tick bigint := greatest(1, sherpa_budget_num(place, 'windowMs') / 1000);
  -- Rounded up, so that most calls find their entry good enough.
  fresh bigint := (wanted / tick + 1) * tick;
  filled bigint := sherpa_budget_num(book, 'f:' || ring_name) + sherpa_budget_num(want, 'weight');
  basis_was bigint := sherpa_budget_num(book, 'b:' || ring_name);
  need bigint := sherpa_budget_need(place, want);
BEGIN
  IF filled <= granule AND basis_was > sherpa_budget_num(book, 'o:' || ring_name)
      AND sherpa_budget_num(book, 'l:' || ring_name) > 0 THEN
    IF wanted > basis_was THEN
      UPDATE sherpa_budget_entry SET basis = fresh
        WHERE ring = ring_name AND basis = basis_was AND id = book->>('m:' || ring_name);
      book := book || jsonb_build_object('b:' || ring_name, fresh);
    END IF;
    RETURN book || jsonb_build_object('f:' || ring_name, filled);
  END IF;
  INSERT INTO sherpa_budget_entry (ring, basis, id)
    SELECT ring_name, fresh, want->>'id' || ':' || k FROM generate_series(1, need) AS k;
  RETURN sherpa_budget_count(book, ring_name, need) || jsonb_build_object(
    'f:' || ring_name, sherpa_budget_num(want, 'weight') - (need - 1) * granule,
    'm:' || ring_name, want->>'id' || ':' || need,
    'b:' || ring_name, fresh);
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_occupy(
  INOUT book jsonb, ask jsonb, want jsonb, x int, reserved boolean, start bigint, moment bigint, OUT taken jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  place jsonb := ask->'windows'->(x - 1);
  name text := place->>'name';
  ring_name text := sherpa_budget_ring(ask, x, reserved);
  weight bigint := sherpa_budget_num(want, 'weight');
  granule bigint := sherpa_budget_num(place, 'granule');
  wanted bigint := start + sherpa_budget_num(place, 'skewMs') * sherpa_budget_num(want, 'skewFactor');
  pace numeric;
BEGIN
  IF granule > 1 THEN
    book := sherpa_budget_coarse(book, place, ring_name, want, wanted);
  ELSE
    INSERT INTO sherpa_budget_entry (ring, basis, id)
      SELECT ring_name, wanted, want->>'id' FROM generate_series(1, weight);
    book := sherpa_budget_count(book, ring_name, weight);
  END IF;
  IF NOT reserved THEN
    pace := greatest(moment, sherpa_budget_num(book, 'c:' || name), coalesce((book->>('p:' || name))::numeric, 0));
    book := book || jsonb_build_object('p:' || name, pace + (place->>'paceMs')::numeric);
  END IF;
  taken := jsonb_build_object('x', x, 'reserved', reserved, 'basis', wanted, 'used', granule * (
    sherpa_budget_num(book, 'l:' || sherpa_budget_ring(ask, x, false))
    + sherpa_budget_num(book, 'l:' || sherpa_budget_ring(ask, x, true))));
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_refuse(reason text, name text, after_ms bigint) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('kind', 'refused', 'reason', reason, 'window', name, 'afterMs', after_ms)
$$;

CREATE OR REPLACE FUNCTION sherpa_budget_take(INOUT book jsonb, ask jsonb, want jsonb, moment bigint, OUT answer jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  probe boolean := false;
  start bigint := greatest(moment, sherpa_budget_num(book, 'closed'));
  reason text := CASE WHEN start > moment THEN 'closed' ELSE 'spent' END;
  name text;
  x int;
  spot record;
  places jsonb := '[]';
  taken jsonb;
  kept boolean[] := '{}';
  at int := 0;
BEGIN
  IF book ? 'cu' THEN
    IF book->>'cc' = 'unauthorized' AND book->'cv' <> ask#>'{account,credentials}' THEN
      book := sherpa_budget_forget(book);
    ELSIF moment < sherpa_budget_num(book, 'cu') THEN
      answer := sherpa_budget_refuse('circuit_open', NULL, sherpa_budget_num(book, 'cu') - moment);
      RETURN;
    ELSIF moment < sherpa_budget_num(book, 'cp') THEN
      answer := sherpa_budget_refuse('circuit_open', NULL, sherpa_budget_num(ask->'policy', 'duringProbeMs'));
      RETURN;
    ELSE
      probe := true;
    END IF;
  END IF;
  FOR x IN SELECT jsonb_array_elements_text(want->'windows')::int LOOP
    SELECT * INTO spot FROM sherpa_budget_place(book, ask, want, x, moment);
    kept := kept || spot.reserved;
    IF spot.at > start THEN
      start := spot.at;
      reason := spot.cause;
      name := ask->'windows'->(x - 1)->>'name';
    END IF;
  END LOOP;
  IF start - moment > sherpa_budget_num(want, 'maxWaitMs') THEN
    answer := sherpa_budget_refuse(reason, name, start - moment);
    RETURN;
  END IF;
  IF probe THEN
    book := book || jsonb_build_object('cp', start + sherpa_budget_num(ask->'policy', 'probeMs'));
  END IF;
  book := book || jsonb_build_object('n', sherpa_budget_num(book, 'n') + sherpa_budget_num(want, 'weight'));
  FOR x IN SELECT jsonb_array_elements_text(want->'windows')::int LOOP
    at := at + 1;
    SELECT o.book, o.taken INTO book, taken
      FROM sherpa_budget_occupy(book, ask, want, x, kept[at], start, moment) AS o;
    places := places || taken;
  END LOOP;
  answer := jsonb_build_object('kind', 'granted', 'startInMs', start - moment, 'probe', probe,
    'granted', sherpa_budget_num(book, 'n'), 'places', places);
END $$;
`;
