-- additive: yes
-- Grain state, and the statements with which Orleans' ADO.NET storage reads and writes it.

-- Orleans' ADO.NET providers read their statements from here, once, at start.
CREATE TABLE OrleansQuery (
  QueryKey TEXT NOT NULL PRIMARY KEY,
  QueryText TEXT NOT NULL
) STRICT;

-- One row per state: GrainTypeString is the state's name. PayloadBinary is its JSON, null once cleared.
CREATE TABLE OrleansStorage (
  ServiceId TEXT NOT NULL,
  GrainTypeString TEXT NOT NULL,
  GrainIdN0 INTEGER NOT NULL,
  GrainIdN1 INTEGER NOT NULL,
  GrainIdExtensionString TEXT NULL,
  GrainIdHash INTEGER NOT NULL,
  GrainTypeHash INTEGER NOT NULL,
  PayloadBinary BLOB NULL,
  ModifiedOn TEXT NOT NULL,
  Version INTEGER NOT NULL
) STRICT;

-- SQLite holds every null for different. The empty blob stands for null here, since no text equals it.
CREATE UNIQUE INDEX OrleansStorageKey ON OrleansStorage (
  ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, ifnull(GrainIdExtensionString, x'')
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', '
SELECT PayloadBinary, Version
FROM OrleansStorage
WHERE ServiceId = @ServiceId
  AND GrainTypeString = @GrainTypeString
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND ifnull(GrainIdExtensionString, x'''') = ifnull(@GrainIdExtensionString, x'''');
');

-- Writes, clears and deletions that change nothing answer with the version they were given: the provider takes that, and only that, for
-- a conflict. (Of an answer without rows it would make a new, empty version.)

-- Without a version, a first write: insert or conflict. With one: the row must be there (else nothing is inserted), so that the insert
-- always meets it and becomes an update of that very version.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', '
INSERT INTO OrleansStorage (
  ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, GrainIdHash, GrainTypeHash, PayloadBinary, ModifiedOn, Version
)
SELECT
  @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @GrainIdHash, @GrainTypeHash, @PayloadBinary,
  strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), 1
WHERE @GrainStateVersion IS NULL OR EXISTS (
  SELECT 1
  FROM OrleansStorage
  WHERE ServiceId = @ServiceId
    AND GrainTypeString = @GrainTypeString
    AND GrainIdN0 = @GrainIdN0
    AND GrainIdN1 = @GrainIdN1
    AND ifnull(GrainIdExtensionString, x'''') = ifnull(@GrainIdExtensionString, x'''')
)
ON CONFLICT (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, ifnull(GrainIdExtensionString, x'''')) DO UPDATE
SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = Version + 1
WHERE Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion;
SELECT @GrainStateVersion AS NewGrainStateVersion WHERE changes() = 0;
');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = NULL, ModifiedOn = strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), Version = Version + 1
WHERE ServiceId = @ServiceId
  AND GrainTypeString = @GrainTypeString
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND ifnull(GrainIdExtensionString, x'''') = ifnull(@GrainIdExtensionString, x'''')
  AND Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion;
SELECT @GrainStateVersion AS NewGrainStateVersion WHERE changes() = 0;
');

-- A deleted row answers with the version that would have followed: any but the old one means that it is done.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteStorageKey', '
DELETE FROM OrleansStorage
WHERE ServiceId = @ServiceId
  AND GrainTypeString = @GrainTypeString
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND ifnull(GrainIdExtensionString, x'''') = ifnull(@GrainIdExtensionString, x'''')
  AND Version = @GrainStateVersion
RETURNING Version + 1 AS NewGrainStateVersion;
SELECT @GrainStateVersion AS NewGrainStateVersion WHERE changes() = 0;
');
