-- additive: yes
-- Grain state, and the statements with which Orleans' ADO.NET storage reads and writes it.

-- Orleans' ADO.NET providers read their statements from here, once, at start.
CREATE TABLE OrleansQuery (
  QueryKey varchar(64) NOT NULL PRIMARY KEY,
  QueryText text NOT NULL
);

-- One row per state: GrainTypeString is the state's name. PayloadBinary is its JSON, null once cleared.
CREATE TABLE OrleansStorage (
  ServiceId varchar(150) COLLATE "C" NOT NULL,
  GrainTypeString varchar(512) COLLATE "C" NOT NULL,
  GrainIdN0 bigint NOT NULL,
  GrainIdN1 bigint NOT NULL,
  GrainIdExtensionString varchar(512) COLLATE "C" NULL,
  GrainIdHash integer NOT NULL,
  GrainTypeHash integer NOT NULL,
  PayloadBinary bytea NULL,
  ModifiedOn timestamptz NOT NULL,
  Version integer NOT NULL
);

-- A key without an extension and one with an empty extension are two keys, and a null equals another: hence the last two columns.
CREATE UNIQUE INDEX OrleansStorageKey ON OrleansStorage (
  GrainIdN0, GrainIdN1, coalesce(GrainIdExtensionString, ''), (GrainIdExtensionString IS NULL), GrainTypeString, ServiceId
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', '
SELECT PayloadBinary, Version
FROM OrleansStorage
WHERE ServiceId = @ServiceId
  AND GrainTypeString = @GrainTypeString
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString, '''')
  AND (GrainIdExtensionString IS NULL) = (@GrainIdExtensionString IS NULL);
');

-- Writes, clears and deletions that change nothing answer with the version they were given: the provider takes that, and only that, for
-- a conflict. (Of an answer without rows it would make a new, empty version.)

-- With a version, that very version is updated. Without one it is a first write: an insert, unless somebody else's came before.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', '
WITH updated AS (
  UPDATE OrleansStorage
  SET PayloadBinary = @PayloadBinary, ModifiedOn = now(), Version = Version + 1
  WHERE ServiceId = @ServiceId
    AND GrainTypeString = @GrainTypeString
    AND GrainIdN0 = @GrainIdN0
    AND GrainIdN1 = @GrainIdN1
    AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString, '''')
    AND (GrainIdExtensionString IS NULL) = (@GrainIdExtensionString IS NULL)
    AND Version = @GrainStateVersion
  RETURNING Version
), inserted AS (
  INSERT INTO OrleansStorage (
    ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, GrainIdHash, GrainTypeHash, PayloadBinary, ModifiedOn, Version
  )
  SELECT
    @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @GrainIdHash, @GrainTypeHash, @PayloadBinary, now(), 1
  WHERE @GrainStateVersion IS NULL
  ON CONFLICT DO NOTHING
  RETURNING Version
), written AS (
  SELECT Version FROM updated UNION ALL SELECT Version FROM inserted
)
SELECT Version AS NewGrainStateVersion FROM written
UNION ALL
SELECT @GrainStateVersion WHERE NOT EXISTS (SELECT 1 FROM written);
');

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', '
WITH cleared AS (
  UPDATE OrleansStorage
  SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
  WHERE ServiceId = @ServiceId
    AND GrainTypeString = @GrainTypeString
    AND GrainIdN0 = @GrainIdN0
    AND GrainIdN1 = @GrainIdN1
    AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString, '''')
    AND (GrainIdExtensionString IS NULL) = (@GrainIdExtensionString IS NULL)
    AND Version = @GrainStateVersion
  RETURNING Version
)
SELECT Version AS NewGrainStateVersion FROM cleared
UNION ALL
SELECT @GrainStateVersion WHERE NOT EXISTS (SELECT 1 FROM cleared);
');

-- A deleted row answers with the version that would have followed: any but the old one means that it is done.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteStorageKey', '
WITH deleted AS (
  DELETE FROM OrleansStorage
  WHERE ServiceId = @ServiceId
    AND GrainTypeString = @GrainTypeString
    AND GrainIdN0 = @GrainIdN0
    AND GrainIdN1 = @GrainIdN1
    AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString, '''')
    AND (GrainIdExtensionString IS NULL) = (@GrainIdExtensionString IS NULL)
    AND Version = @GrainStateVersion
  RETURNING Version + 1 AS Version
)
SELECT Version AS NewGrainStateVersion FROM deleted
UNION ALL
SELECT @GrainStateVersion WHERE NOT EXISTS (SELECT 1 FROM deleted);
');
