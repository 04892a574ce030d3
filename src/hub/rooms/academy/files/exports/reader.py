"""How the files of an export are read together: SQL for DuckDB, written beside them."""

READER_SQL = """\
-- The learning records of this folder, for DuckDB 1.2 or newer. Start DuckDB in this folder, or first say
--   SET file_search_path = 'the path of this folder';
-- Then run this file (duckdb -init statements.sql) and ask: SELECT city, count(*) FROM statements GROUP BY ALL;
-- manifest.json says which files count. Run this file again to see what later exports have added.
SET VARIABLE record_files = (
    SELECT list(file.path ORDER BY file.first)
    FROM (SELECT unnest(files) AS file FROM read_json('manifest.json', maximum_object_size = 1073741824))
);
SET VARIABLE voided_file = (SELECT voided.path FROM read_json('manifest.json', maximum_object_size = 1073741824));
CREATE OR REPLACE TEMP VIEW statements AS
SELECT * REPLACE (voided OR sequence IN (SELECT sequence FROM read_parquet(getvariable('voided_file'))) AS voided)
FROM read_parquet(getvariable('record_files'), hive_partitioning = true, hive_types_autocast = false);
"""
