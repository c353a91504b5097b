-- needs 1
-- A line of a journal, one row each: what was written, and beside it what is read out of it.
CREATE TABLE line (
    owner text COLLATE "C" NOT NULL,
    journal text COLLATE "C" NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    content text COLLATE "C",
    bytes bytea,
    written xid8 NOT NULL DEFAULT pg_current_xact_id(),
    source text COLLATE "C",
    seq bigint,
    clock bigint,
    kind text COLLATE "C",
    root text COLLATE "C",
    block text COLLATE "C",
    label integer,
    request text COLLATE "C",
    part integer,
    page text COLLATE "C",
    page_number bigint,
    PRIMARY KEY (owner, journal, number),
    UNIQUE (request, part),
    CHECK ((content IS NULL) <> (bytes IS NULL)),
    CHECK ((request IS NULL) = (part IS NULL)),
    CHECK ((page IS NULL) = (page_number IS NULL))
);
CREATE INDEX line_clock ON line (owner, clock) WHERE clock IS NOT NULL;
CREATE INDEX line_event ON line (source, seq) WHERE source IS NOT NULL;
CREATE INDEX line_page ON line (owner, page, block, page_number) WHERE page IS NOT NULL;
CREATE INDEX line_written ON line (written);

-- A file that is no journal, in every version that it had.
CREATE TABLE file_version (
    path text COLLATE "C" NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    sha256 text COLLATE "C" NOT NULL,
    content bytea NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    written xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (path, version)
);
CREATE INDEX file_version_written ON file_version (written);
