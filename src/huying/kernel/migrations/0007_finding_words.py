"""Finding words: how texts are folded and cut into pieces for the index, and how far each reader of the journal is."""

from django.db import migrations, models

FROM = (
    "\uff01\uff02\uff03\uff04\uff05\uff06\uff07\uff08\uff09\uff0a\uff0b\uff0c\uff0d\uff0e\uff0f\uff10\uff11"
    "\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff1a\uff1b\uff1c\uff1d\uff1e\uff1f\uff20\uff21\uff22"
    "\uff23\uff24\uff25\uff26\uff27\uff28\uff29\uff2a\uff2b\uff2c\uff2d\uff2e\uff2f\uff30\uff31\uff32\uff33"
    "\uff34\uff35\uff36\uff37\uff38\uff39\uff3a\uff3b\uff3c\uff3d\uff3e\uff3f\uff40\uff41\uff42\uff43\uff44"
    "\uff45\uff46\uff47\uff48\uff49\uff4a\uff4b\uff4c\uff4d\uff4e\uff4f\uff50\uff51\uff52\uff53\uff54\uff55"
    "\uff56\uff57\uff58\uff59\uff5a\uff5b\uff5c\uff5d\uff5eABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c0\u00c1\u00c2\u00c3"
    "\u00c4\u00c5\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb\u00cc\u00cd\u00ce\u00cf\u00d0\u00d1\u00d2\u00d3\u00d4"
    "\u00d5\u00d6\u00d8\u00d9\u00da\u00db\u00dc\u00dd\u00de\u0391\u0392\u0393\u0394\u0395\u0396\u0397\u0398"
    "\u0399\u039a\u039b\u039c\u039d\u039e\u039f\u03a0\u03a1\u03a3\u03a4\u03a5\u03a6\u03a7\u03a8\u03a9\u0410"
    "\u0411\u0412\u0413\u0414\u0415\u0416\u0417\u0418\u0419\u041a\u041b\u041c\u041d\u041e\u041f\u0420\u0421"
    "\u0422\u0423\u0424\u0425\u0426\u0427\u0428\u0429\u042a\u042b\u042c\u042d\u042e\u042f\u0009\u000a\u000b"
    "\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468\u201c\u201d"
    "\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\u301d\u301e\u301f\u2018\u2019\u201a\u201b\u2032`\u00b4"
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u30fb\u2027\u2219\u3002\uff61\u3001\uff64\u301c\u2026"
    "\u3010\u3011\u3014\u3015\u3008\u3009\u300a\u300b\u3007"
)
INTO = (
    "!\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_'abcdefghijklmnopqrstuvwxyz{|}~abcde"
    "fghijklmnopqrstuvwxyz\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed"
    "\u00ee\u00ef\u00f0\u00f1\u00f2\u00f3\u00f4\u00f5\u00f6\u00f8\u00f9\u00fa\u00fb\u00fc\u00fd\u00fe\u03b1"
    "\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc\u03bd\u03be\u03bf\u03c0\u03c1\u03c3"
    "\u03c4\u03c5\u03c6\u03c7\u03c8\u03c9\u0430\u0431\u0432\u0433\u0434\u0435\u0436\u0437\u0438\u0439\u043a"
    "\u043b\u043c\u043d\u043e\u043f\u0440\u0441\u0442\u0443\u0444\u0445\u0446\u0447\u0448\u0449\u044a\u044b"
    "\u044c\u044d\u044e\u044f                          123456789\"\"\"\"\"\"\"\"\"\"\"\"\"'''''''-------\u00b7"
    "\u00b7\u00b7\u00b7..,,~.[][]<><>\u96f6"
)
FUNCTIONS = """
CREATE FUNCTION kernel_fold(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT translate(said, U&'%s', U&'%s')
$$;
CREATE FUNCTION kernel_grams(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT coalesce(array_agg(one) FILTER (WHERE one <> ' '), '{}')
        || coalesce(array_agg(one || two) FILTER (WHERE one <> ' ' AND two <> ' '), '{}')
    FROM unnest(string_to_array(said, NULL), (string_to_array(said, NULL))[2:]) AS pairs (one, two)
$$;
"""
UNDO = """
DROP FUNCTION kernel_grams(text);
DROP FUNCTION kernel_fold(text);
"""


def _literal(chars):
    """For a U&'…' string: every character by its number."""
    return "".join(f"\\{ord(one):04x}" for one in chars)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens")]

    operations = [
        migrations.RunSQL(FUNCTIONS % (_literal(FROM), _literal(INTO)), UNDO),
        migrations.CreateModel(
            name="ReaderPosition",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("row_id", models.BigIntegerField(default=0)),
            ],
        ),
    ]
