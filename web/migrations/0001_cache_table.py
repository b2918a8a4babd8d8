"""The table behind the database cache (log-in limits). Not a model: Django's cache backend owns its shape."""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE IF NOT EXISTS web_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS web_cache_expires ON web_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list = []
    operations = [migrations.RunSQL(CREATE, "DROP TABLE IF EXISTS web_cache")]
