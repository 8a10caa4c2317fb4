import django.contrib.postgres.fields
from django.db import migrations, models

# To begin with: few, and none of them blocks anything. Staff change the list in the admin.
# (words, language, in any form, theme, norm, what follows)
TERMS = [
    ("kill yourself", "en", False, "self-harm", "harm", "hold"),
    ("kys", "en", False, "self-harm", "harm", "hold"),
    ("go die", "en", False, "self-harm", "harm", "hold"),
    ("bring dich um", "de", False, "self-harm", "harm", "hold"),
    ("fuck you", "en", False, "", "unkind", "flag"),
    ("fuck off", "en", False, "", "unkind", "flag"),
    ("shut the fuck up", "en", False, "", "unkind", "flag"),
    ("piece of shit", "en", False, "", "unkind", "flag"),
    ("bitch", "en", True, "", "unkind", "flag"),
    ("cunt", "en", True, "", "unkind", "flag"),
    ("retard", "en", True, "discrimination", "unkind", "flag"),
    ("faggot", "en", True, "discrimination", "unkind", "flag"),
    ("nigger", "en", True, "discrimination", "unkind", "flag"),
    ("halt die fresse", "de", False, "", "unkind", "flag"),
    ("idiot", "", True, "", "unkind", "nudge"),
    ("moron", "en", True, "", "unkind", "nudge"),
    ("stupid people", "en", False, "", "unkind", "nudge"),
    ("shut up", "en", False, "", "unkind", "nudge"),
    ("write your essay for you", "en", False, "", "spam", "hold"),
    ("essay writing service", "en", True, "", "spam", "flag"),
    ("you have won", "en", False, "", "spam", "flag"),
    ("claim your prize", "en", True, "", "spam", "flag"),
    ("text me on whatsapp", "en", False, "", "spam", "flag"),
    ("contact me on telegram", "en", False, "", "spam", "flag"),
    ("suicidal", "", True, "self-harm", "worry", "signpost"),
    ("want to die", "en", False, "self-harm", "worry", "signpost"),
    ("kill myself", "en", False, "self-harm", "worry", "signpost"),
    ("hurt myself", "en", False, "self-harm", "worry", "signpost"),
    ("mich umbringen", "de", False, "self-harm", "worry", "signpost"),
]


def add_terms(apps, schema_editor):
    names = ("words", "language", "any_form", "theme", "reason", "deed")
    term = apps.get_model("moderation", "WatchedTerm")
    term.objects.bulk_create([term(**dict(zip(names, row, strict=True))) for row in TERMS])


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0008_appeals'),
    ]

    operations = [
        migrations.CreateModel(
            name='WatchedTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=80, verbose_name='word or phrase')),
                ('language', models.CharField(blank=True, help_text='Such as en or de. Empty: looked for in every language.', max_length=10)),
                ('any_form', models.BooleanField(default=False, help_text='Its last word may go on: “idiot” also finds “idiots”.', verbose_name='in any form')),
                ('unless_quoted', models.BooleanField(default=True, verbose_name='not in quotations')),
                ('unless_negated', models.BooleanField(default=True, verbose_name='not when denied: “I will not …”')),
                ('not_in', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=60), blank=True, default=list, help_text='The last part of their addresses, with commas between them.', verbose_name='not in these categories')),
                ('theme', models.CharField(blank=True, help_text='A content note’s key, such as violence: some moderators leave it to others.', max_length=16)),
                ('reason', models.CharField(choices=[('worry', 'I am worried about this person'), ('unkind', 'Unkind or disrespectful'), ('privacy', 'Shares private details'), ('harm', 'Could lead to harm'), ('wrong', 'Wrong information'), ('spam', 'Advertising or spam'), ('other', 'Something else')], default='unkind', help_text='How urgent it is follows from it.', max_length=8, verbose_name='norm')),
                ('deed', models.CharField(choices=[('signpost', 'Show its author where help is, privately'), ('nudge', 'Ask its author once, before it is posted'), ('flag', 'Post it, and let a moderator look'), ('hold', 'Let a moderator look before it is posted')], default='flag', max_length=8, verbose_name='what follows')),
                ('is_on', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'ordering': ['words', 'language'],
                'constraints': [models.UniqueConstraint(fields=('words', 'language'), name='term_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='term_says_something'), models.CheckConstraint(condition=models.Q(('deed', 'hold'), ('reason', 'worry'), _negated=True), name='term_of_worry_never_holds')],
            },
        ),
        migrations.RunPython(add_terms, migrations.RunPython.noop, elidable=False),
    ]
