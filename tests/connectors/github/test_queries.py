from pathlib import Path

import pytest
from graphql import build_schema, extend_schema, parse, validate

from connectors.contract import Touched
from connectors.github.places import place_of
from connectors.github.queries import EDITORS, LABELS, VIEWER, issues_query
from rules.model import Ref

SHARED = Path(__file__).parents[4] / "shared/data/github/schema/extension_2025.graphql"
# What the queries use of GitHub's public schema: https://docs.github.com/en/graphql/overview/public-schema
SCHEMA = """
scalar BigInt  scalar DateTime  scalar URI
enum OrderDirection { ASC DESC }
enum IssueState { OPEN CLOSED }
enum PullRequestState { OPEN CLOSED MERGED }
enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
enum MilestoneState { OPEN CLOSED }
interface Node { id: ID! }
interface Actor { login: String! }
type PageInfo { hasNextPage: Boolean! }
type User implements Node & Actor { id: ID! login: String! }
type UserConnection { nodes: [User] pageInfo: PageInfo! }
type Label implements Node { id: ID! name: String! }
type LabelConnection { nodes: [Label] pageInfo: PageInfo! }
type Milestone { state: MilestoneState! dueOn: DateTime }
type IssueConnection { nodes: [Issue] pageInfo: PageInfo! totalCount: Int! }
type Issue implements Node {
  id: ID! fullDatabaseId: BigInt number: Int! url: URI! title: String! body: String!
  createdAt: DateTime! updatedAt: DateTime! closedAt: DateTime
  state: IssueState! stateReason(enableDuplicate: Boolean = false): IssueStateReason
  repository: Repository! milestone: Milestone parent: Issue
  labels(first: Int, after: String): LabelConnection
  assignees(first: Int, after: String): UserConnection!
  subIssues(first: Int, after: String): IssueConnection!
}
type PullRequest implements Node {
  id: ID! fullDatabaseId: BigInt number: Int! url: URI! title: String! body: String!
  createdAt: DateTime! updatedAt: DateTime! closedAt: DateTime
  state: PullRequestState! repository: Repository! milestone: Milestone
  labels(first: Int, after: String): LabelConnection
  assignees(first: Int, after: String): UserConnection!
}
type IssueComment implements Node { id: ID! author: Actor editor: Actor lastEditedAt: DateTime }
union IssueOrPullRequest = Issue | PullRequest
type Repository implements Node {
  id: ID! nameWithOwner: String! issueOrPullRequest(number: Int!): IssueOrPullRequest
}
type Query {
  viewer: User!
  nodes(ids: [ID!]!): [Node]!
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
}
type Mutation { nothing: Boolean }
"""


def asked(text, node_id=""):
    ref = Ref("github/acme", text)
    return Touched(ref, node_id=node_id), place_of(ref)


BY_ID = [asked("acme/web#1", "I_1"), asked("acme/web#2", "I_2")]
BY_ADDRESS = [asked("acme/web#1"), asked("acme/api#2")]


@pytest.mark.parametrize(
    "query",
    [
        issues_query(BY_ID).query,
        issues_query(BY_ADDRESS).query,
        issues_query(BY_ID + BY_ADDRESS).query,
        LABELS,
        EDITORS,
        VIEWER,
    ],
)
def test_each_query_is_valid_against_the_schema(query):
    if not SHARED.exists():
        pytest.skip(f"the dependency fields are described in {SHARED}, which is not here")
    schema = extend_schema(build_schema(SCHEMA), parse(SHARED.read_text()))

    problems = validate(schema, parse(query))

    assert problems == []


def test_ids_share_one_field_and_each_address_has_its_own():
    batch = issues_query([*BY_ADDRESS[:1], *BY_ID, *BY_ADDRESS[1:]])

    assert batch.paths == (
        ("at0", "issueOrPullRequest"),
        ("nodes", 0),
        ("nodes", 1),
        ("at1", "issueOrPullRequest"),
    )
    assert batch.variables["ids"] == ["I_1", "I_2"]
    assert [batch.variables[name] for name in ("owner1", "name1", "number1")] == ["acme", "api", 2]


@pytest.mark.parametrize("text", ["acme/..#1", "acme/web#0", "acme/web#9999999999", "acme/web", "a/b/c#1", 'a"/b#1'])
def test_what_no_repository_can_be_called_is_no_place(text):
    assert place_of(Ref("github/acme", text)) is None
