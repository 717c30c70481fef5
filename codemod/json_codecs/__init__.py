"""What asyncpg and SQLAlchemy make of JSON in a project: codecs of pools, serializers of engines."""
