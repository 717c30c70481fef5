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

-- giveaways, tickets, polls, leaderboards, comments, outbox, metering, bookings
CREATE TYPE ticket_state AS ENUM ('open', 'waiting', 'closed');
CREATE TYPE plan AS ENUM ('free', 'team', 'enterprise');

CREATE TABLE giveaways (
    id SERIAL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    message_id BIGINT UNIQUE,
    host_id BIGINT NOT NULL,
    prize TEXT NOT NULL,
    winners SMALLINT NOT NULL DEFAULT 1,
    required_roles BIGINT[] NOT NULL DEFAULT '{}',
    ends_at TIMESTAMP NOT NULL,
    ended BOOLEAN DEFAULT FALSE,
    winner_ids BIGINT[]
);

CREATE TABLE giveaway_entries (
    giveaway_id INTEGER NOT NULL REFERENCES giveaways (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    weight REAL NOT NULL DEFAULT 1.0,
    entered_at TIMESTAMP NOT NULL DEFAULT (now() AT TIME ZONE 'utc'),
    PRIMARY KEY (giveaway_id, user_id)
);

CREATE TABLE tickets (
    id BIGSERIAL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    opener_id BIGINT NOT NULL,
    claimed_by BIGINT,
    state ticket_state NOT NULL DEFAULT 'open',
    subject VARCHAR(100) NOT NULL,
    labels TEXT[] NOT NULL DEFAULT '{}',
    opened_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    closed_at TIMESTAMPTZ,
    rating SMALLINT CHECK (rating BETWEEN 1 AND 5)
);

CREATE TABLE ticket_messages (
    ticket_id BIGINT NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    author_id BIGINT NOT NULL,
    body TEXT NOT NULL,
    attachments JSONB NOT NULL DEFAULT '[]',
    sent_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (ticket_id, position)
);

CREATE TABLE polls (
    id SERIAL PRIMARY KEY,
    question TEXT NOT NULL,
    options TEXT[] NOT NULL,
    votes JSONB NOT NULL DEFAULT '{}',
    settings JSON,
    created DATE NOT NULL DEFAULT CURRENT_DATE
);

CREATE TABLE poll_votes (
    poll_id INTEGER NOT NULL REFERENCES polls (id),
    user_id BIGINT NOT NULL,
    choice SMALLINT NOT NULL,
    UNIQUE (poll_id, user_id)
);

CREATE TABLE game_results (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    player_id BIGINT NOT NULL,
    game VARCHAR(32) NOT NULL,
    score INTEGER NOT NULL,
    accuracy DOUBLE PRECISION,
    duration INTERVAL,
    played_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE comments (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    post_id INTEGER NOT NULL,
    parent_id UUID REFERENCES comments (id),
    author TEXT,
    body TEXT NOT NULL,
    depth SMALLINT NOT NULL DEFAULT 0,
    upvotes INTEGER NOT NULL DEFAULT 0,
    downvotes INTEGER NOT NULL DEFAULT 0,
    meta JSONB,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    edited_at TIMESTAMPTZ
);

CREATE TABLE outbox (
    id BIGSERIAL PRIMARY KEY,
    topic TEXT NOT NULL,
    key TEXT,
    body JSONB NOT NULL,
    headers JSONB,
    created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    published_at TIMESTAMPTZ,
    retries INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE api_usage (
    account_id UUID NOT NULL,
    day DATE NOT NULL,
    endpoint TEXT NOT NULL,
    calls BIGINT NOT NULL DEFAULT 0,
    bytes NUMERIC(20) NOT NULL DEFAULT 0,
    latencies DOUBLE PRECISION[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (account_id, day, endpoint)
);

CREATE TABLE api_accounts (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT UNIQUE,
    plan plan NOT NULL DEFAULT 'free',
    quota BIGINT,
    active BOOLEAN NOT NULL DEFAULT true,
    created_at TIMESTAMP NOT NULL DEFAULT now(),
    updated_at TIMESTAMP
);

CREATE TABLE bookings (
    id SERIAL PRIMARY KEY,
    room_id INTEGER NOT NULL,
    starts TIMESTAMPTZ NOT NULL,
    ends TIMESTAMPTZ NOT NULL,
    guests INTEGER NOT NULL DEFAULT 1,
    price MONEY
);

CREATE TABLE embeddings (
    id BIGSERIAL PRIMARY KEY,
    document_id UUID NOT NULL,
    content TEXT NOT NULL,
    embedding vector(3) NOT NULL,
    metadata JSONB NOT NULL DEFAULT '{}'
);
-- chat, tasks, carts, clicks, imports, wallets
CREATE TABLE chat_rooms (
    id BIGSERIAL PRIMARY KEY,
    title VARCHAR(80) NOT NULL,
    is_private BOOLEAN NOT NULL DEFAULT false,
    owner_id INTEGER NOT NULL REFERENCES users (id),
    topic TEXT,
    settings JSONB NOT NULL DEFAULT '{}',
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    archived_at TIMESTAMPTZ
);
CREATE TABLE chat_members (
    room_id BIGINT NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL DEFAULT 'member',
    last_read_id BIGINT,
    muted_until TIMESTAMPTZ,
    joined_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, user_id)
);
CREATE TABLE chat_messages (
    id BIGSERIAL PRIMARY KEY,
    room_id BIGINT NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    author_id INTEGER REFERENCES users (id),
    reply_to BIGINT REFERENCES chat_messages (id),
    body TEXT NOT NULL,
    mentions INTEGER[] NOT NULL DEFAULT '{}',
    reactions JSONB NOT NULL DEFAULT '{}',
    sent_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    edited_at TIMESTAMPTZ,
    deleted BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE carts (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id UUID REFERENCES customers (id),
    coupon TEXT,
    updated_at TIMESTAMP NOT NULL DEFAULT now()
);
CREATE TABLE cart_lines (
    cart_id UUID NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
    sku TEXT NOT NULL,
    quantity SMALLINT NOT NULL CHECK (quantity > 0),
    options JSONB,
    PRIMARY KEY (cart_id, sku)
);
CREATE TABLE coupons (
    code TEXT PRIMARY KEY,
    percent NUMERIC(5, 2),
    amount NUMERIC(10, 2),
    uses_left INTEGER,
    valid DATERANGE,
    tags VARCHAR(20)[] NOT NULL DEFAULT '{}'
);
CREATE TABLE tasks (
    id BIGSERIAL PRIMARY KEY,
    name TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    depends_on BIGINT[] NOT NULL DEFAULT '{}',
    arguments JSONB NOT NULL DEFAULT '{}',
    result JSON,
    tries SMALLINT NOT NULL DEFAULT 0,
    flags INTEGER NOT NULL DEFAULT 0,
    timeout INTERVAL NOT NULL DEFAULT '5 minutes',
    scheduled TIMESTAMPTZ NOT NULL DEFAULT now(),
    started TIMESTAMPTZ,
    done TIMESTAMPTZ,
    worker TEXT
);
CREATE TABLE page_views (
    id BIGSERIAL PRIMARY KEY,
    site_id INTEGER NOT NULL,
    path TEXT NOT NULL,
    referrer TEXT,
    visitor UUID NOT NULL,
    country CHAR(2),
    duration_ms INTEGER,
    properties JSONB,
    viewed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TABLE daily_totals (
    site_id INTEGER NOT NULL,
    day DATE NOT NULL,
    views BIGINT NOT NULL DEFAULT 0,
    visitors BIGINT NOT NULL DEFAULT 0,
    bounce_rate DOUBLE PRECISION,
    PRIMARY KEY (site_id, day)
);
CREATE TABLE staging_products (
    line INTEGER NOT NULL,
    sku TEXT,
    title TEXT,
    price TEXT,
    raw JSONB
);
CREATE TABLE wallets (
    user_id BIGINT PRIMARY KEY,
    balance NUMERIC(14, 2) NOT NULL DEFAULT 0,
    frozen BOOLEAN NOT NULL DEFAULT false,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TABLE transfers (
    id BIGSERIAL PRIMARY KEY,
    from_id BIGINT,
    to_id BIGINT NOT NULL,
    amount NUMERIC(14, 2) NOT NULL,
    memo TEXT,
    made_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE FUNCTION add_xp(guild BIGINT, member BIGINT, amount INTEGER DEFAULT 1) RETURNS BIGINT AS $$
    UPDATE levels SET xp = xp + amount WHERE guild_id = guild AND user_id = member RETURNING xp
$$ LANGUAGE sql;
CREATE FUNCTION guild_ranking(guild BIGINT, how_many INT = 10)
    RETURNS TABLE (user_id BIGINT, xp BIGINT, place BIGINT) LANGUAGE sql STABLE AS $$
    SELECT user_id, xp, rank() OVER (ORDER BY xp DESC) FROM levels WHERE guild_id = guild LIMIT how_many
$$;
