-- needs 1
-- What a request asked for and what was so already: no journal has a line of it. Sent again it changes nothing, and an earlier one of its page is behind it.
CREATE TABLE idle_decision (
    request text COLLATE "C" NOT NULL,
    part integer NOT NULL,
    owner text COLLATE "C" NOT NULL,
    journal text COLLATE "C" NOT NULL,
    content text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    root text COLLATE "C",
    block text COLLATE "C",
    page text COLLATE "C",
    page_number bigint,
    decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (request, part),
    CHECK ((page IS NULL) = (page_number IS NULL))
);
CREATE INDEX idle_decision_page ON idle_decision (owner, page, block, page_number) WHERE page IS NOT NULL;
