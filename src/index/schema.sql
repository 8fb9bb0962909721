-- search.db: what the look-up needs, in one file that is replaced as a whole and opened read-only.
-- Written by writer.c, read by search/. Columns said to be packed are written and read by packed.c.

-- What there is one of: build id, title, base URL, synonyms, page templates of the endpoint.
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- What entries say, some a row: each how many bytes, and those, which are copied as they are where the entry stays as it
-- is: there is nothing of its neighbours in them. They are packed texts, each its length and its bytes, or none, and
-- numbers, in this order:
--   id
--   how many ways to ask, and each: the question, then its aliases
--   topic (the last of its section: its category where its records name none), none where there is no section
--   context (the answer's text that is in none of its records)
--   how many records, and of each: category or none, environment or none, cause or none, what tells it from the
--     others or none, solution, its markdown (none where it is the same)
--   language, kind, section (JSON), tags (JSON), environment or none, date of the last change
CREATE TABLE entry(
  number      INTEGER PRIMARY KEY,  -- of the row's first entry; entries are numbered from 1, without gaps
  data        BLOB NOT NULL
);

-- Which entry has an id: some a row, in the order of their ids, each packed, the id and its number.
CREATE TABLE entry_id(
  id          TEXT PRIMARY KEY,     -- the row's first one
  data        BLOB NOT NULL
) WITHOUT ROWID;

-- What results can be narrowed by. An entry's categories are those of its records, or its topic.
CREATE TABLE facet(
  number      INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,        -- category, lang
  value       TEXT NOT NULL,
  list        BLOB NOT NULL,        -- packed: the distances between the entries that have it
  UNIQUE(name, value)
);

-- All that is looked up by text: words, identifiers, pairs of Han characters, and single ones.
CREATE TABLE term(
  text        TEXT PRIMARY KEY,
  number      INTEGER NOT NULL,     -- from 0, its place in the order of the texts
  entries     INTEGER NOT NULL,     -- how many have it: what its weight comes from
  list        BLOB NOT NULL         -- packed postings: which, and how often; of a single Han character, where a run ends with it
) WITHOUT ROWID;

-- What the re-ranking needs, some entries a row as in the table entry; of each, packed: its facets, the numbers of its
-- words and characters, and for each of its wordings the weight and the numbers of theirs.
CREATE TABLE ranking(number INTEGER PRIMARY KEY, data BLOB NOT NULL);

-- Of all entries at once: "lengths" in tokens (16 bits each), "wordings" folded to their
-- letters, a line each, the last of an entry with a form feed at its end. In parts, to be put one behind the other.
CREATE TABLE whole(name TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(name, part)) WITHOUT ROWID;
