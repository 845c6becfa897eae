{{/* What all pods have in common, of: root, component, command (a list), config (whether it reads detour.toml). */}}

{{- define "detour.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: { sizeLimit: 1Gi }
  - name: state
    {{- if include "detour.clustered" .root }}
    emptyDir: { sizeLimit: 1Gi }
    {{- else }}
    persistentVolumeClaim:
      claimName: {{ default (include "detour.name" .root) .root.Values.store.volume.existingClaim }}
    {{- end }}
  {{- if .config }}
  - name: config
    configMap: { name: {{ include "detour.name" .root }} }
  {{- end }}
  {{- with include "detour.secrets" . | fromYamlArray }}
  - name: secrets
    projected: { defaultMode: 0440, sources: {{ toJson . }} }
  {{- end }}
{{- end }}

{{- define "detour.secrets" -}}
{{- if include "detour.clustered" .root }}
{{- with .root.Values.store.urlSecret }}
- secret: { name: {{ .name | quote }}, items: [{ key: {{ .key | quote }}, path: store_url }] }
{{- end }}
{{- end }}
{{- if .config }}
{{- range .root.Values.secrets }}
- secret: { name: {{ . | quote }} }
{{- end }}
{{- end }}
{{- end }}

{{- define "detour.container" -}}
name: {{ .component }}
image: {{ include "detour.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: {{ toJson .command }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
env:
  - { name: DETOUR_JOBS__RUNNER, value: {{ .root.Values.runner }} }
  {{- if include "detour.clustered" .root }}
  - { name: DETOUR_STORE__URL_FILE, value: /run/secrets/store_url }
  {{- else }}
  - { name: DETOUR_STORE__URL, value: "sqlite:////var/lib/detour/detour.db" }
  {{- end }}
  {{- with .root.Values.env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  - { name: state, mountPath: /var/lib/detour }
  {{- if include "detour.secrets" . | fromYamlArray }}
  - { name: secrets, mountPath: /run/secrets, readOnly: true }
  {{- end }}
  {{- if .config }}
  - { name: config, mountPath: /etc/detour, readOnly: true }
  {{- end }}
{{- end }}

{{/* A Deployment's pods, of: root, component, command, port, values, and preStop. */}}
{{- define "detour.deployed" -}}
metadata:
  labels: {{- include "detour.labels" . | nindent 4 }}
  annotations:
    detour/configuration: {{ sha256sum .root.Values.config }} # another one starts other pods
    {{- with .root.Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- include "detour.pod" (merge (dict "config" true) .) | nindent 2 }}
  serviceAccountName: {{ include "detour.name" .root }}
  terminationGracePeriodSeconds: 45
  {{- with .values.nodeSelector }}
  nodeSelector: {{ toJson . }}
  {{- end }}
  {{- with .values.tolerations }}
  tolerations: {{ toJson . }}
  {{- end }}
  {{- with .values.affinity }}
  affinity: {{ toJson . }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "detour.selector" . | nindent 10 }}
  containers:
    - {{- include "detour.container" (merge (dict "config" true) .) | nindent 6 }}
      ports: [{ name: http, containerPort: {{ .port }} }]
      resources: {{ toJson .values.resources }}
      startupProbe: # an upgrade of a large store takes a while
        httpGet: { path: /healthz, port: http }
        periodSeconds: 5
        failureThreshold: 240
      livenessProbe:
        httpGet: { path: /healthz, port: http }
        periodSeconds: 20
        timeoutSeconds: 5
      readinessProbe:
        httpGet: { path: /readyz, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
      {{- if .drains }}
      lifecycle: # until nothing is sent here any more
        preStop: { exec: { command: [sleep, "5"] } }
      {{- end }}
{{- end }}
