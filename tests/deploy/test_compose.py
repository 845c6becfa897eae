"""The compose file is valid and careful; each of its services starts with what it needs; and it watches itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from dockerfile_parse import DockerfileParser

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
COMPOSED = yaml.safe_load(COMPOSE.read_text())
SERVICES = COMPOSED["services"]
DETOURS = [name for name, service in SERVICES.items() if "build" in service]
IMAGE = DockerfileParser(path=str(DEPLOY / "container" / "Dockerfile")).envs
NOT_OURS_TO_SAY = {
    "CL-0019",  # digests are for whoever builds and pulls: they change with each security fix of an image
    "CL-0026",  # a limit of CPUs above what the machine has keeps a container from starting; memory has one
}


def tool(name, *words):
    """What a tool of this environment says."""
    command = [Path(sys.executable).with_name(name), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_is_what_the_specification_says():
    said = tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)

    assert said.returncode == 0, said.stdout


def test_its_linter_finds_no_way_out_of_a_container():
    findings = json.loads(tool("compose-lint", "--format", "json", COMPOSE).stdout)["findings"]

    assert {one["service"] for one in findings} <= set(SERVICES)
    assert [one for one in findings if one["rule_id"] not in NOT_OURS_TO_SAY] == []


@pytest.mark.parametrize("name", SERVICES, ids=str)
def test_a_service_is_shut_in(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert "/tmp" in service["tmpfs"]  # noqa: S108
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    assert set(service.get("secrets", ())) <= set(COMPOSED["secrets"])


@pytest.mark.parametrize("name", DETOURS, ids=str)
def test_detour_starts_with_what_a_service_gives_it(name, started, prepared):
    service = SERVICES[name]

    settings = started(service["command"], IMAGE | service["environment"])

    url = settings.store.url.get_secret_value()
    if service["profiles"] == ["embedded"]:
        assert (settings.jobs.runner, url) == ("embedded", "sqlite:////var/lib/detour/detour.db")
        assert "detour:/var/lib/detour" in service["volumes"]
    else:
        password = (prepared / "secrets" / "postgres_password").read_text()
        assert (settings.jobs.runner, url) == ("cluster", f"postgresql://detour:{password}@postgres/detour")


def test_the_trackers_of_the_example_need_only_their_hash_marks_taken_away(started, prepared):
    written = (prepared / "detour.toml").read_text().replace("# [[", "[[")
    written = "\n".join(line.removeprefix("# ") if " = " in line else line for line in written.splitlines())
    for name in ("github_token", "jira_token"):
        file = prepared / "secrets" / name
        file.chmod(0o600)
        file.write_text("what the tracker gave")

    settings = started(["serve", "--config", "detour.toml"], {}, written)

    assert sorted(settings.sites) == ["github/acme", "jira/acme"]
    assert set(SERVICES["detour"]["secrets"]) >= {
        file.name for file in (prepared / "secrets").iterdir() if file.name.startswith(("github", "jira", "access"))
    }


def test_everything_it_mounts_is_there(prepared):
    sources = {volume.split(":")[0] for one in SERVICES.values() for volume in one.get("volumes", ())}
    named = {source for source in sources if not source.startswith("./")}

    assert named == set(COMPOSED["volumes"])
    assert {one["file"] for one in COMPOSED["secrets"].values()} == {
        f"local/secrets/{file.name}" for file in (prepared / "secrets").iterdir()
    }
    for source in sources - named:
        assert (prepared.parent if source.startswith("./local") else DEPLOY).joinpath(source).exists(), source


def test_what_was_prepared_stays_and_is_for_nobody_else(prepared):
    secrets = prepared / "secrets"
    before = {file: file.read_text() for file in [*secrets.iterdir(), prepared / "detour.toml"]}

    subprocess.run(["sh", prepared.parent / "prepare-compose"], check=True, capture_output=True)

    assert {file: file.read_text() for file in before} == before
    assert {oct(folder.stat().st_mode)[-3:] for folder in (secrets, prepared)} == {"700"}
    lots = [before[secrets / name] for name in ("access_token", "postgres_password", "grafana_password")]
    assert len(set(lots)) == 3
    assert {len(lot) for lot in lots} == {64}


def test_detour_alone_is_what_comes_without_a_word():
    profiles = {name: service["profiles"] for name, service in SERVICES.items()}
    [default] = [line for line in (DEPLOY / ".env").read_text().splitlines() if line and not line.startswith("#")]

    assert [name for name, of in profiles.items() if of == ["embedded"]] == ["detour"]
    assert {name for name, of in profiles.items() if of == ["cluster"]} == set(profiles) - {"detour"}
    assert default == "COMPOSE_PROFILES=embedded"


def test_who_depends_on_somebody_is_in_the_same_profile_and_waits_for_what_that_one_tells():
    for name, service in SERVICES.items():
        for other, wait in service.get("depends_on", {}).items():
            assert SERVICES[other]["profiles"] == service["profiles"], name
            if wait["condition"] == "service_healthy":
                assert "test" in SERVICES[other]["healthcheck"], name
            else:
                assert (wait["condition"], SERVICES[other]["command"][:2]) == (
                    "service_completed_successfully",
                    ["db", "upgrade"],
                )


def test_prometheus_asks_each_process_where_it_answers():
    [job] = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())["scrape_configs"]
    asked = {(name, str(found["port"])) for found in job["dns_sd_configs"] for name in found["names"]}

    assert asked == {("web", IMAGE["DETOUR_SERVER__PORT"]), ("worker", IMAGE["DETOUR_WORKER__PORT"])}
    for name, port in asked:
        told = SERVICES[name].get("ports", [f":{port}"])
        assert told[0].endswith(f":{port}")
        assert set(SERVICES[name]["networks"]) & set(SERVICES["prometheus"]["networks"])


def test_grafana_finds_prometheus_and_the_board():
    provisioning = DEPLOY / "grafana" / "provisioning"
    [source] = yaml.safe_load((provisioning / "datasources" / "prometheus.yaml").read_text())["datasources"]
    [provider] = yaml.safe_load((provisioning / "dashboards" / "detour.yaml").read_text())["providers"]
    mounted = dict(volume.split(":")[:2] for volume in SERVICES["grafana"]["volumes"])

    assert (source["type"], source["url"], source["isDefault"]) == ("prometheus", "http://prometheus:9090", True)
    assert mounted["./grafana/provisioning"] == "/etc/grafana/provisioning"
    assert mounted["./grafana/detour.json"] == f"{provider['options']['path']}/detour.json"
