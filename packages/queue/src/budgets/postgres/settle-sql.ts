/**
 * Calls that have ended. An entry is found by its moment, which whoever holds it knows, so one index is
 * enough. Of each ring the book knows how many entries live (`l:`) and up to when they were removed (`o:`).
 */
export const SETTLE_SQL = `
CREATE OR REPLACE FUNCTION sherpa_budget_ring(ask jsonb, x int, reserved boolean) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT (ask#>>'{account,id}') || ':' || (ask->'windows'->(x - 1)->>'name') || CASE WHEN reserved THEN '!' ELSE '' END
$$;

CREATE OR REPLACE FUNCTION sherpa_budget_count(book jsonb, ring text, more bigint) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT book || jsonb_build_object('l:' || ring, greatest(0, sherpa_budget_num(book, 'l:' || ring) + more))
$$;

CREATE OR REPLACE FUNCTION sherpa_budget_trim(book jsonb, ring_name text, gone bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  removed bigint;
BEGIN
  IF sherpa_budget_num(book, 'l:' || ring_name) = 0 THEN RETURN book; END IF;
  -- From where the last one ended: what lies below is dead, and would be looked through each time.
  DELETE FROM sherpa_budget_entry
    WHERE ring = ring_name AND basis > sherpa_budget_num(book, 'o:' || ring_name) AND basis <= gone;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN sherpa_budget_count(book, ring_name, -removed) || jsonb_build_object('o:' || ring_name, gone);
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_move(book jsonb, ask jsonb, call jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  place jsonb;
  ring_name text;
  removed bigint;
BEGIN
  FOR place IN SELECT jsonb_array_elements(call->'places') LOOP
    CONTINUE WHEN sherpa_budget_num(ask->'windows'->((place->>'x')::int - 1), 'granule') > 1;
    ring_name := sherpa_budget_ring(ask, (place->>'x')::int, (place->>'reserved')::boolean);
    IF call ? 'unsent' THEN
      DELETE FROM sherpa_budget_entry
        WHERE ring = ring_name AND basis = (place->>'basis')::bigint AND id = call->>'id';
      GET DIAGNOSTICS removed = ROW_COUNT;
      book := sherpa_budget_count(book, ring_name, -removed);
    ELSIF (call->>'basis')::bigint < (place->>'basis')::bigint THEN
      UPDATE sherpa_budget_entry SET basis = (call->>'basis')::bigint
        WHERE ring = ring_name AND basis = (place->>'basis')::bigint AND id = call->>'id';
    END IF;
  END LOOP;
  RETURN book;
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_believe(book jsonb, ask jsonb, said jsonb, moment bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  place jsonb := ask->'windows'->((said->>'x')::int - 1);
  ring_name text := sherpa_budget_ring(ask, (said->>'x')::int, false);
  granted bigint := sherpa_budget_num(book, 'n');
  believed bigint := sherpa_budget_num(place, 'limit') - (sherpa_budget_num(said, 'used') + granted - sherpa_budget_num(said, 'granted'));
  strangers bigint := least(believed - sherpa_budget_num(said, 'left'), sherpa_budget_num(place, 'limit'));
  entries bigint := strangers / sherpa_budget_num(place, 'granule');
BEGIN
  IF strangers <= 0 OR granted < sherpa_budget_num(said, 'granted') THEN RETURN book; END IF;
  INSERT INTO sherpa_budget_entry (ring, basis, id)
    SELECT ring_name, moment, 'x' FROM generate_series(1, entries);
  RETURN sherpa_budget_count(book, ring_name, entries) || jsonb_build_object('n', granted + strangers);
END $$;

CREATE OR REPLACE FUNCTION sherpa_budget_settle(book jsonb, ask jsonb, moment bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  item jsonb;
  said jsonb;
  field text;
BEGIN
  FOR item IN SELECT jsonb_array_elements(ask->'closings') LOOP
    field := coalesce('c:' || (item->>'window'), 'closed');
    book := book || jsonb_build_object(field,
      greatest(sherpa_budget_num(book, field), moment + sherpa_budget_num(item, 'forMs')));
  END LOOP;
  FOR item IN SELECT jsonb_array_elements(ask->'settled') LOOP
    IF item ? 'basis' OR item ? 'unsent' THEN book := sherpa_budget_move(book, ask, item); END IF;
    FOR said IN SELECT jsonb_array_elements(item->'left') LOOP
      book := sherpa_budget_believe(book, ask, said, moment);
    END LOOP;
    book := sherpa_budget_judge(book, ask, item, moment);
  END LOOP;
  RETURN book;
END $$;
`;
