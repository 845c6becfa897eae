"""The Helm chart renders what Kubernetes takes; its pods are shut in, and start Detour with what it needs."""

import importlib.util
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).parents[2]
CHART = ROOT / "deploy" / "helm" / "detour"
IMAGE = DockerfileParser(path=str(ROOT / "deploy" / "container" / "Dockerfile")).envs
RELEASES = ("1.27", "1.37")
"""The oldest Kubernetes that the chart says it is for, and the newest that the validator knows."""
ACCESS = '[access]\nbearer_token_file = "/run/secrets/access_token"\n'
STORE = {"urlSecret": {"name": "detour-store"}}
SCALED = {"autoscaling": {"enabled": True}}
WHOLE = {
    "runner": "cluster",
    "config": ACCESS,
    "secrets": ["detour"],
    "store": STORE,
    "image": {"digest": f"sha256:{'0a' * 32}"},
    "imagePullSecrets": [{"name": "registry"}],
    "web": SCALED | {"nodeSelector": {"disk": "fast"}, "tolerations": [{"operator": "Exists"}]},
    "worker": SCALED | {"affinity": {"podAntiAffinity": {}}},
    "env": [{"name": "HTTPS_PROXY", "value": "http://proxy.acme.example:3128"}],
    "podAnnotations": {"team": "payments"},
    "service": {"annotations": {"balancer": "internal"}},
    "ingress": {"enabled": True, "host": "detour.acme.example", "className": "nginx", "tlsSecret": "tls"},
    "networkPolicy": {
        "webFrom": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress"}}}],
        "metricsFrom": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}],
        "ports": [443, 587],
    },
    "monitoring": {"serviceMonitor": True, "prometheusRule": True, "board": True, "labels": {"release": "prometheus"}},
}
TAKEN = {
    "nothing said": {},
    "a volume that is there": {"config": ACCESS, "secrets": ["detour"], "store": {"volume": {"existingClaim": "mine"}}},
    "cluster": {"runner": "cluster", "store": STORE},
    "everything": WHOLE,
}
REFUSED = {
    "a cluster without a store": {"runner": "cluster"},
    "two processes on SQLite": {"web": {"replicas": 2}},
    "scaling on SQLite": {"web": SCALED},
    "an unknown key": {"replicas": 2},
    "an ingress without a host": {"ingress": {"enabled": True}},
}


@pytest.fixture(scope="module")
def told():
    """What Helm makes of all values, by their names."""
    if importlib.util.find_spec("helm_python") is None:
        pytest.skip("Helm's renderer is not here: pip install --require-hashes -r deploy/requirements-chart.txt")
    cases = json.dumps({"lint": WHOLE} | TAKEN | REFUSED)
    command = [sys.executable, Path(__file__).with_name("rendering.py"), CHART]
    return json.loads(subprocess.run(command, input=cases, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def objects(told):
    """The objects of each case that is taken."""
    return {
        name: [
            one
            for template, text in told[name].items()
            if not template.endswith(".txt")
            for one in yaml.safe_load_all(text)
            if one
        ]
        for name in TAKEN
    }


def pods(objects):
    """The templates of pods, by the name of what makes them."""
    return {one["metadata"]["name"]: one["spec"]["template"] for one in objects if "template" in one.get("spec", {})}


def of_kind(objects, kind):
    return [one for one in objects if one["kind"] == kind]


def test_helm_has_nothing_to_say(told):
    assert [one for one in told["lint"] if one["error"] != "icon is recommended"] == []


@pytest.mark.parametrize("values", REFUSED, ids=str)
def test_values_that_cannot_be_meant_are_refused(told, values):
    assert isinstance(told[values], str)


@pytest.mark.parametrize("release", RELEASES, ids=str)
@pytest.mark.parametrize("values", ["nothing said", "everything"], ids=str)
def test_kubernetes_takes_every_object(objects, values, release):
    import kubernetes_validate  # noqa: PLC0415  # it comes with Helm's renderer

    assert objects[values]
    for one in objects[values]:
        if not one["apiVersion"].startswith("monitoring.coreos.com/"):
            kubernetes_validate.validate(one, release, strict=True)


def test_each_way_to_run_has_what_it_takes(objects):
    kinds = {name: sorted((one["kind"], one["metadata"]["name"]) for one in found) for name, found in objects.items()}
    always = [("ConfigMap", "detour"), ("Deployment", "detour-web"), ("NetworkPolicy", "detour-web")]
    always += [("Service", "detour"), ("ServiceAccount", "detour")]
    fleet = [("Deployment", "detour-worker"), ("Job", "detour-migration"), ("Service", "detour-worker")]
    fleet += [("NetworkPolicy", "detour-migration"), ("NetworkPolicy", "detour-worker")]
    fleet += [("PodDisruptionBudget", "detour-web"), ("PodDisruptionBudget", "detour-worker")]

    assert kinds["nothing said"] == sorted([*always, ("PersistentVolumeClaim", "detour")])
    assert kinds["a volume that is there"] == sorted(always)
    assert kinds["cluster"] == sorted([*always, *fleet])
    scaled = [("HorizontalPodAutoscaler", "detour-web"), ("HorizontalPodAutoscaler", "detour-worker")]
    watched = [("ServiceMonitor", "detour"), ("PrometheusRule", "detour"), ("ConfigMap", "detour-board")]
    assert kinds["everything"] == sorted([*always, *fleet, *scaled, *watched, ("Ingress", "detour")])


@pytest.mark.parametrize("values", TAKEN, ids=str)
def test_a_pod_is_shut_in(objects, values):
    for name, pod in pods(objects[values]).items():
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False, name
        assert (spec["securityContext"]["runAsNonRoot"], spec["securityContext"]["runAsUser"]) == (True, 10001)
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in spec["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert {"requests", "limits"} <= container["resources"].keys()
            mounted = {one["name"] for one in container["volumeMounts"]}
            assert mounted == {volume["name"] for volume in spec["volumes"]}, name


@pytest.mark.parametrize("values", TAKEN, ids=str)
def test_detour_starts_with_what_a_pod_gives_it(objects, values, started, prepared):
    configs = {one["metadata"]["name"]: one["data"] for one in of_kind(objects[values], "ConfigMap")}
    for name, pod in pods(objects[values]).items():
        [container] = pod["spec"]["containers"]
        environment = {one["name"]: one["value"] for one in container["env"]}
        settings = started(container["args"], IMAGE | environment, configs["detour"]["detour.toml"])

        assert settings.jobs.runner == TAKEN[values].get("runner", "embedded")
        assert (settings.store.url.get_secret_value() == (prepared / "secrets" / "store_url").read_text()) == (
            settings.jobs.runner == "cluster"
        )
        if name != "detour-migration":
            ours = settings.server.port if name == "detour-web" else settings.worker.port
            assert [port["containerPort"] for port in container["ports"]] == [ours]
            asked = {probe: container[probe]["httpGet"]["path"] for probe in container if probe.endswith("Probe")}
            assert asked == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}


def test_secrets_are_files_and_the_migration_has_the_stores_alone(objects):
    given = {
        name: [
            source["secret"]["name"]
            for volume in pod["spec"]["volumes"]
            if volume["name"] == "secrets"
            for source in volume["projected"]["sources"]
        ]
        for name, pod in pods(objects["everything"]).items()
    }

    assert given["detour-web"] == given["detour-worker"] == ["detour-store", "detour"]
    assert given["detour-migration"] == ["detour-store"]
    assert "secretKeyRef" not in json.dumps(objects["everything"])
    pod = pods(objects["everything"])["detour-web"]["spec"]
    [store, *_] = next(one for one in pod["volumes"] if one["name"] == "secrets")["projected"]["sources"]
    [folder] = [one["mountPath"] for one in pod["containers"][0]["volumeMounts"] if one["name"] == "secrets"]
    named = {one["name"]: one["value"] for one in pod["containers"][0]["env"]}["DETOUR_STORE__URL_FILE"]
    assert named == f"{folder}/{store['secret']['items'][0]['path']}"


def test_sqlite_is_for_one_pod_and_is_kept(objects):
    [web] = of_kind(objects["nothing said"], "Deployment")
    [claim] = of_kind(objects["nothing said"], "PersistentVolumeClaim")

    assert (web["spec"]["replicas"], web["spec"]["strategy"]) == (1, {"type": "Recreate"})
    assert claim["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}
    assert {"name": "state", "persistentVolumeClaim": {"claimName": "detour"}} in web["spec"]["template"]["spec"][
        "volumes"
    ]


@pytest.mark.parametrize("values", TAKEN, ids=str)
def test_whatever_selects_pods_selects_some(objects, values):
    labelled = [pod["metadata"]["labels"] for pod in pods(objects[values]).values()]
    for one in objects[values]:
        spec = one.get("spec", {})
        found = spec.get("podSelector", spec.get("selector", {}))
        wanted = found.get("matchLabels", found if one["kind"] == "Service" else {})
        if wanted and one["kind"] != "ServiceMonitor":
            assert sum(wanted.items() <= labels.items() for labels in labelled) == 1, one["metadata"]["name"]


def test_a_scaler_scales_what_is_there_and_nobody_else_does(objects):
    deployed = {one["metadata"]["name"]: one["spec"] for one in of_kind(objects["everything"], "Deployment")}
    scaled = [
        one["spec"]["scaleTargetRef"]["name"] for one in of_kind(objects["everything"], "HorizontalPodAutoscaler")
    ]

    assert sorted(scaled) == sorted(deployed)
    assert not any("replicas" in spec for spec in deployed.values())
    assert [one["spec"]["replicas"] for one in of_kind(objects["cluster"], "Deployment")] == [2, 2]


def test_what_may_go_out_is_said(objects):
    out = {
        one["metadata"]["name"]: [port["port"] for rule in one["spec"]["egress"] for port in rule["ports"]]
        for one in of_kind(objects["everything"], "NetworkPolicy")
    }

    assert out["detour-web"] == out["detour-worker"] == [53, 53, 5432, 443, 587]
    assert out["detour-migration"] == [53, 53, 5432]
    [alone] = of_kind(objects["nothing said"], "NetworkPolicy")
    assert 5432 not in [port["port"] for rule in alone["spec"]["egress"] for port in rule["ports"]]


def test_who_may_come_in_is_said(objects):
    into = {one["metadata"]["name"]: one["spec"]["ingress"] for one in of_kind(objects["everything"], "NetworkPolicy")}
    untold = {one["metadata"]["name"]: one["spec"]["ingress"] for one in of_kind(objects["cluster"], "NetworkPolicy")}

    assert into["detour-web"][0]["from"] == WHOLE["networkPolicy"]["webFrom"]
    assert into["detour-worker"][0]["from"] == WHOLE["networkPolicy"]["metricsFrom"]
    assert untold == {"detour-web": [{"ports": [{"port": "http"}]}], "detour-worker": [], "detour-migration": []}


def test_who_comes_from_outside_comes_to_the_web(objects):
    [ingress] = of_kind(objects["everything"], "Ingress")
    [service] = [one for one in of_kind(objects["everything"], "Service") if one["metadata"]["name"] == "detour"]
    [rule], [path] = ingress["spec"]["rules"], ingress["spec"]["rules"][0]["http"]["paths"]
    [port] = service["spec"]["ports"]

    assert (rule["host"], path["path"], path["pathType"]) == ("detour.acme.example", "/", "Prefix")
    assert ingress["spec"]["tls"] == [{"hosts": ["detour.acme.example"], "secretName": "tls"}]
    assert path["backend"]["service"] == {"name": "detour", "port": {"name": port["name"]}}


def test_prometheus_asks_every_process_and_has_the_rules(objects):
    [monitor] = of_kind(objects["everything"], "ServiceMonitor")
    [rules] = of_kind(objects["everything"], "PrometheusRule")
    wanted = monitor["spec"]["selector"]["matchLabels"].items()
    asked = [one for one in of_kind(objects["everything"], "Service") if wanted <= one["metadata"]["labels"].items()]
    [endpoint] = monitor["spec"]["endpoints"]

    assert sorted(one["metadata"]["name"] for one in asked) == ["detour", "detour-worker"]
    assert {port["name"] for one in asked for port in one["spec"]["ports"]} == {endpoint["port"]}
    assert endpoint["relabelings"] == [{"targetLabel": "job", "replacement": "detour"}]
    assert rules["spec"] == yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yaml").read_text())
    assert monitor["metadata"]["labels"]["release"] == rules["metadata"]["labels"]["release"] == "prometheus"


def test_chart_image_and_program_have_one_version():
    program = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    image = (ROOT / "deploy" / "container" / "Dockerfile").read_text()

    assert (chart["version"], chart["appVersion"]) == (program, program)
    assert f"ARG VERSION={program}\n" in image
