# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: call.arguments
# refused: call.arguments
# refused: query.dynamic
from typing import Any

import chat
from chat import MISSING

UNSET = object()
LATER = None
LIMITS = [10]


def switch():
    global LATER
    LATER = object()


class Links:
    async def sentinel(self, link_id: int, title: str = MISSING, url: str = MISSING):
        fields: dict[str, Any] = {}
        if title is not MISSING:
            fields["title"] = title
        if url is not MISSING:
            fields["url"] = url
        await self.refresh()
        await self.bot.db.execute(
            f"UPDATE links SET {', '.join(f'{key} = ${i}' for i, key in enumerate(fields, 2))} WHERE id = $1",
            link_id,
            *fields.values(),
        )

    async def sentinel_of_the_module(self, guild_id: int, tag: str | None | object = UNSET):
        where, args = ["guild_id = $1"], [guild_id]
        if tag is not UNSET:
            args.append(tag)
            where.append(f"tag = ${len(args)}")
        await self.refresh()
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {' AND '.join(where)}", *args)

    async def one_of_some_words(self, guild_id: int, kind: str):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if kind in ("popular", "top"):
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def class_of_an_object(self, where: chat.Guild | chat.Channel):
        column = "guild_id" if isinstance(where, chat.Guild) else "id"
        await self.refresh()
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE {column} = $1", int(where.id))

    async def truth_that_was_compared(self, user_id: int, guild_id: int, title: str):
        is_owner = user_id == self.bot.owner_id
        args = [guild_id, title]
        if not is_owner:
            args.append(user_id)
        query = "DELETE FROM links WHERE guild_id = $1 AND title = $2" + ("" if is_owner else " AND clicks = $3")
        await self.refresh()
        await self.bot.db.execute(query, *args)

    async def number_above_another(self, guild_id: int, least: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if least > 0:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def beginning_of_a_text(self, guild_id: int, tag: str):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag.lower().startswith("x"):
            query += " AND tag = $2"
            args.append(tag)
        await self.refresh()
        return await self.bot.db.fetch(query, *args)

    async def keys_of_a_dictionary(self, guild_id: int, filters: dict[str, str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if "tag" in filters:
            args.append(filters["tag"])
            query += f" AND tag = ${len(args)}"
        if filters.get("title"):
            args.append(filters["title"])
            query += f" AND title = ${len(args)}"
        return await self.bot.db.fetch(query, *args)

    async def elements_of_a_list(self, guild_id: int, tags: list[str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if len(tags) > 0:
            query += " AND tag = ANY($2)"
            args.append(tags)
        return await self.bot.db.fetch(query, *args)

    async def class_of_an_attribute(self, link_id: int, message: chat.Message):
        fields: dict[str, Any] = {"title": message.content}
        if isinstance(message.channel, chat.Thread):
            fields["guild_id"] = message.channel.parent_id
        else:
            fields["guild_id"] = message.channel.guild_id
        fields["url"] = message.url
        sets = ", ".join(f"{key} = ${i}" for i, key in enumerate(fields, 1))
        await self.bot.db.execute(f"UPDATE links SET {sets} WHERE id = ${len(fields) + 1}", *fields.values(), link_id)

    async def dictionary_that_code_may_empty(self, guild_id: int, filters: dict[str, str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if filters.get("popular"):
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def key_that_is_taken(self, guild_id: int, filters: dict[str, str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if filters.get("popular"):
            query += " AND clicks > 0"
        filters.pop("popular", None)
        return await self.bot.db.fetch(query, guild_id)

    async def list_that_code_may_fill(self, guild_id: int, tags: list[str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if len(tags) > 0:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def variable_of_the_module(self, guild_id: int, tag):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if tag is LATER:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def may_fail_before_the_other_call(self, guild_id: int, least: int | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if least > 0:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def hash_of_anything(self, guild_id: int, kind):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if kind in {"popular", "top"}:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def among_what_may_grow(self, guild_id: int, limit: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if limit in LIMITS:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def object_of_another_kind(self, guild_id: int, settings):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if settings.get("popular"):
            query += " AND clicks > 0"
        return await self.bot.db.fetch(query, guild_id)

    async def truth_of_either(self, user: chat.User, guild_id: int):
        is_known = user.id == self.bot.owner_id or self.members
        query = "SELECT title FROM links WHERE guild_id = $1" + ("" if is_known else " AND clicks > 0")
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def parameters_by_name(self, guild_id: int, **names: str):
        query = "SELECT title FROM links WHERE guild_id = $1" + (" AND clicks > 0" if names else "")
        self.note(names)
        return await self.bot.db.fetch(query, guild_id)

    async def last_of_the_arguments(self, guild_id: int, tag: str, also: bool):
        args = [guild_id, tag]
        if also:
            args.append(args[-1])
        args.append("x")
        query = "SELECT title FROM links WHERE guild_id = $1 AND tag = $2 AND url = $3"
        return await self.bot.db.fetch(query + " AND title = $4" if also else query, *args)

    async def number_of_the_arguments(self, guild_id: int):
        args = [guild_id]
        args.append(len(args))
        args.append("x")
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND id = $2 AND tag = $3", *args)

    async def any_of_them(self, guild_id: int, tags: list[str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if any(tag.startswith("x") for tag in tags):
            query += " AND clicks > 0"
        return await self.bot.db.fetch(query, guild_id)

# output

import chat
from chat import MISSING
from sqlalchemy import ARRAY, Text, any_, delete, literal, select, update

from models import Link

UNSET = object()
LATER = None
LIMITS = [10]


def switch():
    global LATER
    LATER = object()


class Links:
    async def sentinel(self, link_id: int, title: str = MISSING, url: str = MISSING):
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not MISSING:
                stmt = stmt.values(title=title)
            if url is not MISSING:
                stmt = stmt.values(url=url)
            await session.execute(stmt)
            await session.commit()

    async def sentinel_of_the_module(self, guild_id: int, tag: str | None | object = UNSET):
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if tag is not UNSET:
                stmt = stmt.where(Link.tag == literal(tag, Link.tag.type))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def one_of_some_words(self, guild_id: int, kind: str):
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if kind in ("popular", "top"):
                stmt = stmt.where(Link.clicks > 0)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def class_of_an_object(self, where: chat.Guild | chat.Channel):
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                (Link.guild_id if isinstance(where, chat.Guild) else Link.id)
                == int(where.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def truth_that_was_compared(self, user_id: int, guild_id: int, title: str):
        is_owner = user_id == self.bot.owner_id
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id, Link.title == title)
            if not is_owner:
                stmt = stmt.where(Link.clicks == user_id)
            await session.execute(stmt)
            await session.commit()

    async def number_above_another(self, guild_id: int, least: int):
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if least > 0:
                stmt = stmt.where(Link.clicks > 0)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def beginning_of_a_text(self, guild_id: int, tag: str):
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if tag.lower().startswith("x"):
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def keys_of_a_dictionary(self, guild_id: int, filters: dict[str, str]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if "tag" in filters:
                stmt = stmt.where(Link.tag == literal(filters["tag"], Link.tag.type))
            if filters.get("title"):
                stmt = stmt.where(Link.title == filters["title"])
            result = await session.execute(stmt)
            return result.mappings().all()

    async def elements_of_a_list(self, guild_id: int, tags: list[str]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if len(tags) > 0:
                stmt = stmt.where(Link.tag == any_(literal(tags, ARRAY(Text))))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def class_of_an_attribute(self, link_id: int, message: chat.Message):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values(
                    title=message.content,
                    guild_id=(
                        message.channel.parent_id
                        if isinstance(message.channel, chat.Thread)
                        else message.channel.guild_id
                    ),
                    url=message.url,
                )
            )
            await session.execute(stmt)
            await session.commit()

    async def dictionary_that_code_may_empty(self, guild_id: int, filters: dict[str, str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if filters.get("popular"):
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def key_that_is_taken(self, guild_id: int, filters: dict[str, str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if filters.get("popular"):
            query += " AND clicks > 0"
        filters.pop("popular", None)
        return await self.bot.db.fetch(query, guild_id)

    async def list_that_code_may_fill(self, guild_id: int, tags: list[str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if len(tags) > 0:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def variable_of_the_module(self, guild_id: int, tag):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if tag is LATER:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def may_fail_before_the_other_call(self, guild_id: int, least: int | None):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if least > 0:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def hash_of_anything(self, guild_id: int, kind):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if kind in {"popular", "top"}:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def among_what_may_grow(self, guild_id: int, limit: int):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if limit in LIMITS:
            query += " AND clicks > 0"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def object_of_another_kind(self, guild_id: int, settings):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if settings.get("popular"):
            query += " AND clicks > 0"
        return await self.bot.db.fetch(query, guild_id)

    async def truth_of_either(self, user: chat.User, guild_id: int):
        is_known = user.id == self.bot.owner_id or self.members
        query = "SELECT title FROM links WHERE guild_id = $1" + ("" if is_known else " AND clicks > 0")
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def parameters_by_name(self, guild_id: int, **names: str):
        query = "SELECT title FROM links WHERE guild_id = $1" + (" AND clicks > 0" if names else "")
        self.note(names)
        return await self.bot.db.fetch(query, guild_id)

    async def last_of_the_arguments(self, guild_id: int, tag: str, also: bool):
        args = [guild_id, tag]
        if also:
            args.append(args[-1])
        args.append("x")
        query = "SELECT title FROM links WHERE guild_id = $1 AND tag = $2 AND url = $3"
        return await self.bot.db.fetch(query + " AND title = $4" if also else query, *args)

    async def number_of_the_arguments(self, guild_id: int):
        args = [guild_id]
        args.append(len(args))
        args.append("x")
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 AND id = $2 AND tag = $3", *args)

    async def any_of_them(self, guild_id: int, tags: list[str]):
        query = "SELECT title FROM links WHERE guild_id = $1"
        if any(tag.startswith("x") for tag in tags):
            query += " AND clicks > 0"
        return await self.bot.db.fetch(query, guild_id)
