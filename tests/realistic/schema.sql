-- levelling, economy, tags, reminders, moderation, starboard
CREATE TYPE infraction_kind AS ENUM ('warn', 'mute', 'kick', 'ban');

CREATE TABLE guild_settings (
    guild_id BIGINT PRIMARY KEY,
    prefix TEXT NOT NULL DEFAULT '!',
    locale VARCHAR(10),
    log_channel_id BIGINT,
    disabled_commands TEXT[] NOT NULL DEFAULT '{}',
    options JSONB NOT NULL DEFAULT '{}',
    premium_until TIMESTAMPTZ
);

CREATE TABLE levels (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    xp BIGINT NOT NULL DEFAULT 0,
    level INTEGER NOT NULL DEFAULT 0,
    messages INTEGER NOT NULL DEFAULT 0,
    last_message_at TIMESTAMPTZ,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE level_roles (
    guild_id BIGINT NOT NULL,
    level INTEGER NOT NULL,
    role_id BIGINT NOT NULL,
    UNIQUE (guild_id, level)
);

CREATE TABLE accounts (
    user_id BIGINT PRIMARY KEY,
    wallet BIGINT NOT NULL DEFAULT 0 CHECK (wallet >= 0),
    bank BIGINT NOT NULL DEFAULT 0,
    last_daily TIMESTAMP,
    streak SMALLINT NOT NULL DEFAULT 0
);

CREATE TABLE items (
    id SERIAL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    price NUMERIC(12, 2) NOT NULL,
    rarity REAL NOT NULL DEFAULT 1,
    tradeable BOOLEAN NOT NULL DEFAULT TRUE
);

CREATE TABLE inventory (
    user_id BIGINT NOT NULL REFERENCES accounts (user_id) ON DELETE CASCADE,
    item_id INTEGER NOT NULL REFERENCES items (id),
    amount INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (user_id, item_id)
);

CREATE TABLE tags (
    id SERIAL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX tags_name ON tags (guild_id, lower(name));

CREATE TABLE tag_aliases (
    guild_id BIGINT NOT NULL,
    alias TEXT NOT NULL,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, alias)
);

CREATE TABLE reminders (
    id BIGSERIAL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    channel_id BIGINT,
    message TEXT,
    due TIMESTAMPTZ NOT NULL,
    every INTERVAL,
    created TIMESTAMPTZ NOT NULL DEFAULT now(),
    extra JSONB
);

CREATE TABLE infractions (
    id SERIAL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    case_number INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    moderator_id BIGINT NOT NULL,
    kind infraction_kind NOT NULL,
    reason TEXT,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ,
    UNIQUE (guild_id, case_number)
);

CREATE TABLE starboard (
    message_id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    star_message_id BIGINT UNIQUE,
    posted_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE stars (
    message_id BIGINT NOT NULL REFERENCES starboard (message_id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (message_id, user_id)
);

-- orders, queues, auth, audit, search, time series, tenants
CREATE TABLE customers (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    email VARCHAR(320) NOT NULL UNIQUE,
    full_name TEXT,
    country CHAR(2),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    deleted_at TIMESTAMPTZ
);

CREATE TABLE products (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    price NUMERIC(10, 2) NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0,
    categories TEXT[] NOT NULL DEFAULT '{}',
    attributes JSONB NOT NULL DEFAULT '{}',
    search TSVECTOR
);

CREATE TABLE orders (
    id BIGSERIAL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customers (id),
    status TEXT NOT NULL DEFAULT 'new',
    total NUMERIC(12, 2) NOT NULL DEFAULT 0,
    currency CHAR(3) NOT NULL DEFAULT 'EUR',
    placed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    shipped_at TIMESTAMPTZ,
    notes TEXT
);

CREATE TABLE order_items (
    order_id BIGINT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    product_id BIGINT NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL,
    unit_price NUMERIC(10, 2) NOT NULL,
    PRIMARY KEY (order_id, product_id)
);

CREATE TABLE jobs (
    id BIGSERIAL PRIMARY KEY,
    queue TEXT NOT NULL DEFAULT 'default',
    payload JSONB NOT NULL,
    priority SMALLINT NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL DEFAULT 5,
    run_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    locked_by TEXT,
    locked_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    error TEXT
);

CREATE TABLE users (
    id SERIAL PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    password_hash BYTEA NOT NULL,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    failed_logins SMALLINT NOT NULL DEFAULT 0,
    last_login TIMESTAMP,
    roles TEXT[] NOT NULL DEFAULT '{}'
);

CREATE TABLE sessions (
    token UUID PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    ip INET,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE audit_log (
    id BIGSERIAL PRIMARY KEY,
    actor_id INTEGER,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id BIGINT,
    before JSONB,
    after JSONB,
    at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE sensors (
    id SMALLINT PRIMARY KEY,
    name TEXT NOT NULL,
    location POINT,
    unit TEXT NOT NULL
);

CREATE TABLE readings (
    sensor_id SMALLINT NOT NULL REFERENCES sensors (id),
    "time" TIMESTAMPTZ NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    quality SMALLINT,
    PRIMARY KEY (sensor_id, "time")
);

CREATE SCHEMA tenant;

CREATE TABLE tenant.organisations (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES tenant.organisations (id),
    slug TEXT NOT NULL UNIQUE,
    settings JSON
);

CREATE TABLE tenant.members (
    organisation_id INTEGER NOT NULL REFERENCES tenant.organisations (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    role TEXT NOT NULL DEFAULT 'member',
    joined DATE NOT NULL DEFAULT CURRENT_DATE,
    PRIMARY KEY (organisation_id, user_id)
);
