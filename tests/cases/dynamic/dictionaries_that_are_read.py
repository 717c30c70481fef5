# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
MISSING = object()


class Links:
    async def put(self, link_id: int, title=MISSING, url=MISSING, tags=MISSING):
        form: dict = {}
        if title is None:
            url = None
        if title is not MISSING:
            form["title"] = title
        if url is not MISSING:
            form["url"] = url
        if tags is not MISSING:
            form["tag"] = "/".join(tags) if tags is not None else None
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                columns = ", ".join(form)
                sets = ", ".join(f"{key} = ${index}" for index, key in enumerate(form, start=2))
                values = [link_id, *form.values()]
                marks = ", ".join(f"${i}" for i in range(1, len(values) + 1))
                query = f"INSERT INTO links (id, {columns}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets};"
                await conn.execute(query, *values)

    async def changed(self, title=MISSING, url=MISSING, clicked=None):
        columns: dict = {}
        if title is not MISSING:
            columns["title"] = title
            columns["clicks"] = 0
        if url is not MISSING:
            if url is None:
                columns["url"] = ""
            else:
                columns["url"] = url.strip()
        if clicked is not None:
            columns["clicks"] = clicked.count
        query = f'UPDATE links SET {", ".join(f"{k} = ${i}" for i, k in enumerate(columns, 1))} WHERE id = ${len(columns) + 1}'
        await self.bot.db.execute(query, *columns.values(), self.id)
        for name, value in columns.items():
            setattr(self, name, value)

    async def inserted(self, link_id: int, title: str, url: str, tag: str | None = None):
        row = {"id": link_id, "title": title, "url": url}
        if tag is not None:
            row["tag"] = tag
        columns = ", ".join(row)
        marks = ", ".join(f"${i + 1}" for i in range(len(row)))
        await self.bot.db.execute(f"INSERT INTO links ({columns}) VALUES ({marks})", *row.values())

    async def put_in_a_loop(self, link_id: int, title=None, url=None):
        row = {"id": link_id}
        for key, value in (("title", title), ("url", url)):
            if value is not None:
                row[key] = value
        columns = ", ".join(row)
        marks = ", ".join(f"${i + 1}" for i in range(len(row)))
        await self.bot.db.execute(f"INSERT INTO links ({columns}) VALUES ({marks})", *row.values())

    async def row_that_may_be_empty(self, title: str | None = None, url: str | None = None):
        row = {}
        if title is not None:
            row["title"] = title
        if url is not None:
            row["url"] = url
        columns = ", ".join(row)
        marks = ", ".join(f"${i + 1}" for i in range(len(row)))
        await self.bot.db.execute(f"INSERT INTO links ({columns}) VALUES ({marks})", *row.values())

    async def tried(self, link_id: int, title=MISSING, url=MISSING):
        form = {}
        if title is not MISSING:
            form["title"] = title
        if url is not MISSING:
            form["url"] = url
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        sets = ", ".join(f"{key} = EXCLUDED.{key}" for key in form)
        query = f"INSERT INTO links (id, {columns}) VALUES ($1, {marks}) ON CONFLICT (id) DO UPDATE SET {sets}"
        try:
            await self.bot.db.execute(query, link_id, *form.values())
        except Exception:
            return False

    async def values_from_before(self, link_id: int, title: str, url: str | None = None):
        form = {"title": title}
        if url is not None:
            form["url"] = url
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        args = [link_id, *form.values()]
        form["title"] = ""
        await self.bot.db.execute(f"INSERT INTO links (id, {columns}) VALUES ($1, {marks})", *args)

    async def given_away(self, link_id: int, title: str, url: str | None = None):
        form = {"title": title}
        if url is not None:
            form["url"] = url
        self.fill(form)
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        await self.bot.db.execute(f"INSERT INTO links (id, {columns}) VALUES ($1, {marks})", link_id, *form.values())

    async def key_from_outside(self, link_id: int, key: str, title: str, url: str | None = None):
        form = {"title": title}
        if url is not None:
            form[key] = url
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        await self.bot.db.execute(f"INSERT INTO links (id, {columns}) VALUES ($1, {marks})", link_id, *form.values())

    async def other_order(self, link_id: int, title: str, url: str | None = None):
        form = {"title": title}
        if url is not None:
            form["url"] = url
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        values = [form[key] for key in sorted(form, reverse=True)]
        await self.bot.db.execute(f"INSERT INTO links (id, {columns}) VALUES ($1, {marks})", link_id, *values)

# output
from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from models import Link

MISSING = object()


class Links:
    async def put(self, link_id: int, title=MISSING, url=MISSING, tags=MISSING):
        form: dict = {}
        if title is None:
            url = None
        if title is not MISSING:
            form["title"] = title
        if url is not MISSING:
            form["url"] = url
        if tags is not MISSING:
            form["tag"] = "/".join(tags) if tags is not None else None
        async with self.bot.get_db_session() as session:
            async with session.begin():
                stmt = (
                    pg_insert(Link)
                    .values(id=link_id, **form)
                    .on_conflict_do_update(index_elements=[Link.id], set_=form)
                )
                await session.execute(stmt)

    async def changed(self, title=MISSING, url=MISSING, clicked=None):
        columns: dict = {}
        if title is not MISSING:
            columns["title"] = title
            columns["clicks"] = 0
        if url is not MISSING:
            if url is None:
                columns["url"] = ""
            else:
                columns["url"] = url.strip()
        if clicked is not None:
            columns["clicks"] = clicked.count
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == self.id).values(**columns)
            await session.execute(stmt)
            await session.commit()
        for name, value in columns.items():
            setattr(self, name, value)

    async def inserted(self, link_id: int, title: str, url: str, tag: str | None = None):
        row = {"id": link_id, "title": title, "url": url}
        if tag is not None:
            row["tag"] = tag
        async with self.bot.get_db_session() as session:
            stmt = insert(Link).values(**row)
            await session.execute(stmt)
            await session.commit()

    async def put_in_a_loop(self, link_id: int, title=None, url=None):
        row = {"id": link_id}
        for key, value in (("title", title), ("url", url)):
            if value is not None:
                row[key] = value
        async with self.bot.get_db_session() as session:
            stmt = insert(Link).values(**row)
            await session.execute(stmt)
            await session.commit()

    async def row_that_may_be_empty(self, title: str | None = None, url: str | None = None):
        row = {}
        if title is not None:
            row["title"] = title
        if url is not None:
            row["url"] = url
        columns = ", ".join(row)
        marks = ", ".join(f"${i + 1}" for i in range(len(row)))
        await self.bot.db.execute(f"INSERT INTO links ({columns}) VALUES ({marks})", *row.values())

    async def tried(self, link_id: int, title=MISSING, url=MISSING):
        form = {}
        if title is not MISSING:
            form["title"] = title
        if url is not MISSING:
            form["url"] = url
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        sets = ", ".join(f"{key} = EXCLUDED.{key}" for key in form)
        query = f"INSERT INTO links (id, {columns}) VALUES ($1, {marks}) ON CONFLICT (id) DO UPDATE SET {sets}"
        try:
            await self.bot.db.execute(query, link_id, *form.values())
        except Exception:
            return False

    async def values_from_before(self, link_id: int, title: str, url: str | None = None):
        async with self.bot.get_db_session() as session:
            if url is not None:
                stmt = insert(Link).values(id=link_id, title=title, url=url)
            else:
                stmt = insert(Link).values(id=link_id, title=title)
            await session.execute(stmt)
            await session.commit()

    async def given_away(self, link_id: int, title: str, url: str | None = None):
        form = {"title": title}
        if url is not None:
            form["url"] = url
        self.fill(form)
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        await self.bot.db.execute(f"INSERT INTO links (id, {columns}) VALUES ($1, {marks})", link_id, *form.values())

    async def key_from_outside(self, link_id: int, key: str, title: str, url: str | None = None):
        form = {"title": title}
        if url is not None:
            form[key] = url
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        await self.bot.db.execute(f"INSERT INTO links (id, {columns}) VALUES ($1, {marks})", link_id, *form.values())

    async def other_order(self, link_id: int, title: str, url: str | None = None):
        form = {"title": title}
        if url is not None:
            form["url"] = url
        columns = ", ".join(form)
        marks = ", ".join(f"${i}" for i in range(2, len(form) + 2))
        values = [form[key] for key in sorted(form, reverse=True)]
        await self.bot.db.execute(f"INSERT INTO links (id, {columns}) VALUES ($1, {marks})", link_id, *values)
