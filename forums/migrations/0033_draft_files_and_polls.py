import django.db.models.deletion
from django.db import migrations, models

WITH_ITS_POST = """
    SET CONSTRAINTS ALL IMMEDIATE;
    UPDATE forums_poll p SET post_id = q.id
    FROM forums_post q WHERE q.topic_id = p.topic_id AND q.number = 1;
    SET CONSTRAINTS ALL DEFERRED;
"""
AND_BACK = """
    SET CONSTRAINTS ALL IMMEDIATE;
    UPDATE forums_poll p SET topic_id = q.topic_id FROM forums_post q WHERE q.id = p.post_id;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0031_tags_and_bookmarks"),
        ("resources", "0002_without_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="files",
            field=models.ManyToManyField(related_name="drafts", to="resources.attachment"),
        ),
        migrations.AddField(
            model_name="postrevision",
            name="files",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="poll",
            name="post",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="poll",
                to="forums.post",
            ),
        ),
        migrations.AlterField(
            model_name="poll",
            name="topic",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="poll",
                to="forums.topic",
            ),
        ),
        migrations.RunSQL(WITH_ITS_POST, AND_BACK),
        migrations.AlterField(
            model_name="poll",
            name="post",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="poll",
                to="forums.post",
            ),
        ),
        migrations.RemoveField(model_name="poll", name="topic"),
    ]
