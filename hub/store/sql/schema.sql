-- The hub's tables. Applied at start-up as a whole; every statement may run twice.
-- Bodies stay in Kafka: a row here says where (topic, partition, position).

create table if not exists receipt (         -- intake: what was promised to a sender, for the same answer again
    sender        text        not null,      -- country, upper case
    message_id    text        not null,      -- the sender's own id
    sha256        bytea       not null,
    size          integer     not null,
    received_at   timestamptz not null,
    primary key (sender, message_id)
);

create table if not exists decision (        -- router: one row an input message, decided once
    message_id    uuid        primary key,
    source        text        not null,      -- topic/partition/position of the record that was decided
    sha256        text        not null default '',
    declaration_key text      not null,
    verdict       text        not null,      -- JSON: what outputs are derived from
    decided_at    timestamptz not null
);

create table if not exists posting (         -- router: match keys of live declarations
    key           text        not null,
    declaration_key text      not null,
    country       text        not null,
    side          text        not null,
    message_id    uuid        not null,
    detail        text        not null,      -- JSON: what the other side must know to match
    primary key (key, declaration_key)
);
create index if not exists posting_declaration on posting (declaration_key);

create table if not exists alias (           -- router: every name a declaration is known by
    country       text        not null,
    reference     text        not null,      -- MRN, LRN, UCR, container, transport document
    declaration_key text      not null,
    primary key (reference, country, declaration_key)
);

create table if not exists holder (          -- router: who holds a declaration, with its sender, and must hear of changes
    declaration_key text      not null,
    country       text        not null,
    primary key (declaration_key, country)
);

create table if not exists link (            -- router: matched pairs
    export_key    text        not null,
    import_key    text        not null,
    tier          text        not null,
    outcome       text        not null,
    evidence      text        not null,
    decided_at    timestamptz not null,
    primary key (export_key, import_key)
);
create index if not exists link_import on link (import_key);

-- What the recorder writes follows from the topics: a table of an older shape is dropped and recorded again.
do $$ begin
    if exists (select from information_schema.columns
               where table_name = 'message' and column_name = 'message_id' and data_type = 'text') then
        drop table message, tally, recorded;
    end if;
end $$;

create table if not exists message (         -- recorder: one row a record of any topic
    topic         text        not null,
    partition     integer     not null,
    position      bigint      not null,
    message_id    uuid,                      -- ce_id; null where it is no id of the hub
    kind          text        not null,      -- name of the catalogue, or Raw for inbound
    stage         text        not null,      -- inbound, canonical, outbound, delivered, parked, matches
    country       text        not null,      -- whose topic, upper case; empty for the hub's own
    sender        text        not null,
    recipient     text        not null,
    declaration_key text      not null,
    correlation_id uuid,                     -- hub message id of the input that caused it; its own id on inbound
    happened_at   timestamptz not null,
    size          integer     not null,
    detail        text        not null default ''   -- faults, answers, status: short JSON
);
-- No key of topic, partition and position: `recorded` lets nobody write a record twice, at no cost a row.
create index if not exists message_declaration on message (declaration_key) where declaration_key <> '';
-- What came in has its own id as correlation_id, too, and is found by that; a delivery report is found
-- by what it reports.
create index if not exists message_derived on message (message_id)
    where message_id <> correlation_id and stage <> 'delivered';
create index if not exists message_caused on message (correlation_id) where stage <> 'delivered';
create index if not exists message_parked on message (happened_at) where stage = 'parked';

create table if not exists tally (           -- recorder: figures of the day by country, kept as rows are written
    country       text        not null,
    stage         text        not null,
    kind          text        not null,
    messages      bigint      not null,
    primary key (country, stage, kind)
);

create table if not exists recorded (        -- recorder: how far each partition is recorded, in the rows' transaction
    topic         text        not null,
    partition     integer     not null,
    position      bigint      not null,
    primary key (topic, partition)
);

create table if not exists lane_lease (      -- who serves a lane; chooses only: Kafka's fencing protects
    lane          text        primary key,
    owner         text        not null,
    until         timestamptz not null
);

create table if not exists schema_id (       -- ids last seen at the registry: its outage stops nobody
    name          text        not null,
    fingerprint   text        not null,
    id            integer     not null,
    primary key (name, fingerprint)
);
