import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def mark_support(apps, schema_editor):
    """Where letters tell nothing and people write without their names, they came for support."""
    categories = apps.get_model("forums", "Category").objects
    marked = models.Q(is_sensitive=True) | models.Q(allows_anonymous=True)
    categories.filter(marked).update(is_support=True)


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0035_acts'),
        ('groups', '0004_hidden'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HeldPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, choices=[('self-harm', 'Self-harm and suicide'), ('eating', 'Eating and body image'), ('violence', 'Violence and abuse'), ('sexual', 'Sexual violence'), ('grief', 'Loss and grief'), ('pregnancy', 'Pregnancy and its loss'), ('substances', 'Alcohol and drugs'), ('discrimination', 'Discrimination'), ('health', 'Illness and treatment'), ('family', 'Conflict at home'), ('exams', 'Exams and failing'), ('other', 'Something else')], db_default='', default='', max_length=16)),
                ('note_words', models.CharField(blank=True, db_default='', default='', max_length=60)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('kind', models.CharField(choices=[('discussion', 'Discussion'), ('question', 'Question')], default='discussion', max_length=12)),
                ('body', models.TextField(max_length=30000)),
                ('html', models.TextField()),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list)),
                ('poll', models.JSONField(null=True)),
                ('files', models.JSONField(default=list)),
                ('why', models.CharField(choices=[('all', 'Everything in this category waits'), ('first', 'A newcomer’s first post'), ('term', 'Words that often need a second look'), ('links', 'More links than a newcomer can post'), ('same', 'The same text in several places'), ('trap', 'A field that people do not see was filled in')], max_length=5)),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                ('state', models.CharField(choices=[('waiting', 'Waits for a look'), ('returned', 'Back with its author'), ('posted', 'Posted'), ('declined', 'Not posted')], default='waiting', max_length=8)),
                ('answer', models.TextField(blank=True, max_length=2000)),
                ('submit_token', models.UUIDField(editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('held_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-held_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='category',
            name='hold',
            field=models.CharField(choices=[('open', 'Nothing waits'), ('first', 'A newcomer’s first posts'), ('all', 'Everything')], default='open', help_text='What a moderator looks at before others see it.', max_length=5, verbose_name='before it is public'),
        ),
        migrations.AddField(
            model_name='category',
            name='is_support',
            field=models.BooleanField(default=False, help_text='What they write is shown at once: nothing can wait here.', verbose_name='people come here for support'),
        ),
        migrations.RunPython(mark_support, migrations.RunPython.noop, elidable=False),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('is_support', False), ('hold', 'open'), _connector='OR'), name='category_of_support_never_holds'),
        ),
        migrations.AddField(
            model_name='heldpost',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_posts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='heldpost',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_posts', to='forums.category'),
        ),
        migrations.AddField(
            model_name='heldpost',
            name='post',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forums.post'),
        ),
        migrations.AddField(
            model_name='heldpost',
            name='reply_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forums.post'),
        ),
        migrations.AddField(
            model_name='heldpost',
            name='topic',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='held_posts', to='forums.topic'),
        ),
        migrations.AddIndex(
            model_name='heldpost',
            index=models.Index(fields=['author', '-held_at'], name='held_of'),
        ),
        migrations.AddIndex(
            model_name='heldpost',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'returned'])), fields=['author', 'topic'], name='held_open'),
        ),
        migrations.AddIndex(
            model_name='heldpost',
            index=models.Index(fields=['held_at'], name='held_by_age'),
        ),
        migrations.AddConstraint(
            model_name='heldpost',
            constraint=models.UniqueConstraint(fields=('author', 'submit_token'), name='held_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='heldpost',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reply_to', None), ('topic', None), models.Q(models.Q(('title', ''), _negated=True), ('state', 'posted'), _connector='OR')), models.Q(('title', ''), ('topic__isnull', False)), _connector='OR'), name='held_is_a_topic_or_a_reply'),
        ),
        migrations.AddConstraint(
            model_name='heldpost',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state__in', ['waiting', 'returned'])), models.Q(('settled_at__isnull', False), ('state__in', ['posted', 'declined'])), _connector='OR'), name='held_settled_has_a_time'),
        ),
    ]
