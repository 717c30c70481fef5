"""Queries that more than one cog uses."""

COUNT_TAGS = "SELECT count(*) FROM tags WHERE guild_id = $1"
COUNT_CASES = "SELECT count(*) FROM mod_cases WHERE guild_id = $1"
