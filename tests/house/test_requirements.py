"""The page that says which test holds which requirement of xAPI tells what the tests say."""

from tests.rooms.academy import requirements


def test_page_of_requirements_when_tests_change_then_it_follows():
    assert requirements.page() == requirements.PAGE.read_text()
