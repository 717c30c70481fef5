-- Harbour's tables. Applied by hand on a new server: psql harbour < database/schema.sql

CREATE TABLE tags (
    id serial PRIMARY KEY,
    guild_id bigint NOT NULL,
    name varchar(100) NOT NULL,
    content text NOT NULL,
    owner_id bigint NOT NULL,
    uses integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tags_guild_name UNIQUE (guild_id, name)
);

CREATE TABLE tag_aliases (
    id serial PRIMARY KEY,
    guild_id bigint NOT NULL,
    alias varchar(100) NOT NULL,
    tag_id integer NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    UNIQUE (guild_id, alias)
);

CREATE TABLE reminders (
    id serial PRIMARY KEY,
    user_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    message text NOT NULL,
    due_at timestamptz NOT NULL,
    delivered boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE member_levels (
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    xp bigint NOT NULL DEFAULT 0,
    level integer NOT NULL DEFAULT 0,
    last_message_at timestamptz,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE level_rewards (
    guild_id bigint NOT NULL,
    level integer NOT NULL,
    role bigint NOT NULL,
    PRIMARY KEY (guild_id, level)
);

CREATE TABLE guild_settings (
    guild_id bigint PRIMARY KEY,
    prefix varchar(8) NOT NULL DEFAULT '!',
    log_channel_id bigint,
    welcome_message text
);

CREATE TABLE mod_cases (
    id serial PRIMARY KEY,
    guild_id bigint NOT NULL,
    case_number integer NOT NULL,
    action varchar(16) NOT NULL,
    moderator_id bigint NOT NULL,
    target_id bigint NOT NULL,
    reason text,
    expires_at timestamptz,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (guild_id, case_number)
);
