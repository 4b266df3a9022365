"""What names in a query mean: of topics, also by a beginning and by other words for them."""

from pathlib import Path

from sqlalchemy.orm import Session

from models.entries.tagging import TagSynonym, tags_named
from models.policy.viewer import viewer_of
from models.search.query import Chosen
from models.search.understanding import understood
from models.search.whoosh_engine import WhooshEngine
from tests.world import World


def test_the_beginning_of_another_word_for_a_topic_leads_to_it(session: Session, world: World, tmp_path: Path) -> None:
    engine = WhooshEngine(str(tmp_path))
    ids = tags_named(session, ["bread", "salt"])
    session.add_all([TagSynonym(name="loaf_tin", tag_id=ids["bread"]), TagSynonym(name="loaves", tag_id=ids["bread"])])
    session.add(TagSynonym(name="loafer", tag_id=ids["salt"]))
    session.flush()

    def meant(text: str) -> tuple[object, ...]:
        found = understood(session, engine, viewer_of(session, world.ben), text)[0]
        return found.must + found.problems

    assert meant("tag:Loa*") == (Chosen("tag", ("bread", "salt"), "loa"),)
    # An underscore is itself.
    assert meant("tag:loaf_t*") == (Chosen("tag", ("bread",), "loaf_t"),)
    assert meant("tag:loaf_x*") == (Chosen("tag", (), "loaf_x"),)
    assert meant(f"tag:{'_' * 60}a*") == (Chosen("tag", ()),)
