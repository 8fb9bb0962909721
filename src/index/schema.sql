-- search.db: what the look-up needs, in one file that is replaced as a whole and opened read-only.
-- Written by writer.c, read by search/. Lists are JSON arrays.

-- What there is one of: build id, title, base URL, synonyms, page templates of the endpoint.
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE entry(
  number      INTEGER PRIMARY KEY,  -- the rowid of its row in entry_fts
  id          TEXT NOT NULL UNIQUE,
  lang        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  section     TEXT NOT NULL,        -- JSON
  tags        TEXT NOT NULL,        -- JSON
  environment TEXT,
  topic       TEXT,                 -- the last of its section: its category where its records name none
  context     TEXT NOT NULL,        -- the answer's text that is in none of its records
  updated     TEXT NOT NULL,
  terms       BLOB NOT NULL         -- the numbers of all its terms, as terms.h packs them
);

-- The ways to ask: an entry's question, then its aliases.
CREATE TABLE wording(
  entry       INTEGER NOT NULL,
  position    INTEGER NOT NULL,     -- 0: the question
  text        TEXT NOT NULL,
  terms       BLOB NOT NULL,
  weight      REAL NOT NULL,        -- the sum of the weights of its terms
  PRIMARY KEY(entry, position)
) WITHOUT ROWID;

CREATE TABLE record(
  number      INTEGER PRIMARY KEY,
  entry       INTEGER NOT NULL,     -- entry.number
  id          TEXT NOT NULL,
  anchor      TEXT NOT NULL,
  category    TEXT,
  environment TEXT,
  cause       TEXT,
  solution    TEXT NOT NULL,
  markdown    TEXT                  -- of the solution; NULL where it is the same as the plain text
);
CREATE INDEX record_entry ON record(entry);

-- The facets of an entry: the categories of its records, or its topic.
CREATE TABLE facet(value TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY(value, entry)) WITHOUT ROWID;

-- Characters and words with the number of entries that have them: the weights of the ranking.
CREATE TABLE term(text TEXT PRIMARY KEY, number INTEGER NOT NULL, entries INTEGER NOT NULL) WITHOUT ROWID;

-- One row an entry. The text itself stands in entry and record.
CREATE VIRTUAL TABLE entry_fts USING fts5(question, aliases, cause, solution, context,
                                          content='', tokenize='whyfix');
