"""A list that is in force, and its items, are never edited: the database refuses; a new version takes its place."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION duties_list_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'duties: a list that was in force is kept' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'draft' AND
       (NEW.kind, NEW.area_id, NEW.no, NEW.version, NEW.title, NEW.effective_from, NEW.approved_by, NEW.basis_file,
        NEW.replaces_id) IS DISTINCT FROM
       (OLD.kind, OLD.area_id, OLD.no, OLD.version, OLD.title, OLD.effective_from, OLD.approved_by, OLD.basis_file,
        OLD.replaces_id)
    THEN
        RAISE EXCEPTION 'duties: a list in force is not edited' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> 'draft' AND NEW.state = 'draft' THEN
        RAISE EXCEPTION 'duties: a list in force is no draft again' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER list_in_force_is_fixed BEFORE UPDATE OR DELETE ON duties_listdoc
    FOR EACH ROW EXECUTE FUNCTION duties_list_is_fixed();

CREATE FUNCTION duties_item_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
    its_kind text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT state INTO its_state FROM duties_listdoc WHERE id = OLD.doc_id;
        IF its_state <> 'draft' THEN
            RAISE EXCEPTION 'duties: items in force are not edited' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    SELECT state, kind INTO its_state, its_kind FROM duties_listdoc WHERE id = NEW.doc_id;
    IF its_state <> 'draft' THEN
        RAISE EXCEPTION 'duties: items in force are not edited' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF its_kind <> NEW.kind THEN
        RAISE EXCEPTION 'duties: an item is of the kind of its list' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER list_item_in_force_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON duties_listitem
    FOR EACH ROW EXECUTE FUNCTION duties_item_is_fixed();
"""

BACKWARD = """
DROP TRIGGER list_item_in_force_is_fixed ON duties_listitem;
DROP TRIGGER list_in_force_is_fixed ON duties_listdoc;
DROP FUNCTION duties_item_is_fixed();
DROP FUNCTION duties_list_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
