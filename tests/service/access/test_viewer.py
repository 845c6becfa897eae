import pytest
from starlette.requests import HTTPConnection

from service.access.viewer import ForbiddenError, Role, Viewer, require, viewer_of


def asked_by(role):
    return HTTPConnection({"type": "http", "state": {"viewer": Viewer("person:ada", "Ada", role)}})


def test_roles_are_written_as_words_and_each_includes_those_below():
    assert [str(role) for role in sorted(Role)] == ["viewer", "operator", "admin"]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("needed", Role)
def test_an_action_is_for_its_role_and_those_above(role, needed):
    request = asked_by(role)

    if role >= needed:
        assert require(request, needed) == viewer_of(request)
        return
    with pytest.raises(ForbiddenError, match=f"This takes the role {needed}; Ada is {role}"):
        require(request, needed)
