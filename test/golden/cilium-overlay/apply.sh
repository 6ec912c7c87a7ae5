#!/usr/bin/env bash
# Opens the network of AKS cluster aks-play for azure-dev-spaces, in 11 steps.
#
# It is for the practice cluster cilium-overlay, which az reaches only while "aksess sandbox" runs.
#
#   Cluster       aks-play, resource group rg-play-wus2
#   Subscription  6d92b8f3-0e4c-47a1-b5d9-3c8f17e2a604
#   Made          DATE by aksess VERSION
#   Opens         10.60.0.0/26 to cloudflare.docker.com, tcp 443
#                 10.60.0.0/26 to storage.googleapis.com, tcp 443
#                 40.78.251.224/27 to the API server
#                 namespace azds to namespace play, tcp 8080
#                 namespace azds to namespace play, tcp 7000 and udp 7001
#                 namespace play-noor to namespace play, tcp 8080
#                 namespace play-noor to namespace play, tcp 7000 and udp 7001
#                 namespace play to namespace play-noor, tcp 7000 and udp 7001
#                 20.42.131.192/27, 40.78.251.224/27 to namespace play-noor, every tcp port
#                 namespace play-noor to 20.42.131.192/27, 40.78.251.224/27, tcp 443
#                 20.42.131.192/27, 40.78.251.224/27 to namespace play, every tcp port
#   Proof         Opens 13 of 13 blocked flows, nothing more than they need; closes nothing. Undecided: backend,
#                 machine-backend; `aksess explain FLOW` says what to check.
#   Undo          ./undo.sh
#
# Run it with --dry-run to see every write without making one. It changes nothing if anything that it writes has
# changed since it was made, asks before the first write (not with --yes), and checks at the end that all is as it
# should be. If it fails, run it again: steps that are done are skipped.

set -euo pipefail
subscription=6d92b8f3-0e4c-47a1-b5d9-3c8f17e2a604
cluster=(--subscription "$subscription" --resource-group rg-play-wus2 --name aks-play)
steps=11

# Step 1 of 11. Without it: The images of Dev Spaces cannot be pulled. The Helm images of Dev Spaces cannot be
# pulled.
# Opens: pull-images, pull-charts-storage.
# CAREFUL: This comes before an explicit deny: rcg-guard/app-no-public-buckets/public object stores.
step_1() {
  title='Write rule collection group aksess-aks-play to policy fwp-play'
  before absent
  after_text <<'END'
priority 100
application 300 Allow
pull-images ApplicationRule from 10.60.0.0/26 to cloudflare.docker.com by Https:443
pull-charts-storage ApplicationRule from 10.60.0.0/26 to storage.googleapis.com by Https:443
END
  rule_collection_group "$subscription" rg-play-wus2 fwp-play aksess-aks-play <<'END'
{"name": "aksess-aks-play", "properties": {"priority": 100, "ruleCollections": [
  {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "application", "priority": 300,
    "action": {"type": "Allow"}, "rules": [
      {"name": "pull-images", "ruleType": "ApplicationRule", "protocols": [{"protocolType": "Https", "port": 443}],
        "sourceAddresses": ["10.60.0.0/26"], "targetFqdns": ["cloudflare.docker.com"]},
      {"name": "pull-charts-storage", "ruleType": "ApplicationRule",
        "protocols": [{"protocolType": "Https", "port": 443}], "sourceAddresses": ["10.60.0.0/26"],
        "targetFqdns": ["storage.googleapis.com"]}
    ]}
]}}
END
}

# Step 2 of 11. Without it: The Dev Spaces backend cannot reach the API server of the cluster.
# Opens: api-server-from-backend.
step_2() {
  title='Extend the authorized IP ranges of aks-play'
  before 20.115.200.8/29 20.115.160.23/32 20.42.131.192/27
  after 20.115.200.8/29 20.115.160.23/32 20.42.131.192/27 40.78.251.224/27
  authorized_ranges
}

# Step 3 of 11. Without it: A debugger cannot connect to pods in dev spaces.
# Opens: debug-ingress.
step_3() {
  title='Apply NetworkPolicy play-noor/aksess-debug-ingress'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-debug-ingress
  namespace: play-noor
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from: [{ipBlock: {cidr: 20.42.131.192/27}}, {ipBlock: {cidr: 40.78.251.224/27}}]
      ports: [{protocol: TCP}]
END
  kube_object networkpolicy aksess-debug-ingress --namespace play-noor
}

# Step 4 of 11. Without it: A debugger cannot connect to pods in dev spaces.
# Opens: debug-ingress.
step_4() {
  title='Apply NetworkPolicy play/aksess-debug-ingress'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-debug-ingress
  namespace: play
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from: [{ipBlock: {cidr: 20.42.131.192/27}}, {ipBlock: {cidr: 40.78.251.224/27}}]
      ports: [{protocol: TCP}]
END
  kube_object networkpolicy aksess-debug-ingress --namespace play
}

# Step 5 of 11. Without it: Pods in dev spaces cannot answer a debugger.
# Opens: debug-egress.
step_5() {
  title='Apply NetworkPolicy play-noor/aksess-debug-egress'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-debug-egress
  namespace: play-noor
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ipBlock: {cidr: 20.42.131.192/27}}, {ipBlock: {cidr: 40.78.251.224/27}}]
      ports: [{protocol: TCP, port: 443}]
END
  kube_object networkpolicy aksess-debug-egress --namespace play-noor
}

# Step 6 of 11. Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:play->play-noor:tcp/7000, space-routing:play->play-noor:udp/7001.
step_6() {
  title='Apply NetworkPolicy play/aksess-space-routing'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing
  namespace: play
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play-noor}}}]
      ports: [{protocol: TCP, port: 7000}]
    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play-noor}}}]
      ports: [{protocol: UDP, port: 7001}]
END
  kube_object networkpolicy aksess-space-routing --namespace play
}

# Step 7 of 11. Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:play->play-noor:tcp/7000, space-routing:play->play-noor:udp/7001,
# space-routing:play-noor->play:tcp/8080, space-routing:play-noor->play:tcp/7000,
# space-routing:play-noor->play:udp/7001.
step_7() {
  title='Apply NetworkPolicy play-noor/aksess-space-routing'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing
  namespace: play-noor
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play}}}]
      ports: [{protocol: TCP, port: 7000}]
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play}}}]
      ports: [{protocol: UDP, port: 7001}]
  egress:
    - to:
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play}}
          podSelector: {matchLabels: {app: lobby}}
      ports: [{protocol: TCP, port: 8080}]
    - to:
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play}}
          podSelector: {matchLabels: {app: match}}
      ports: [{protocol: TCP, port: 7000}]
    - to:
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play}}
          podSelector: {matchLabels: {app: match}}
      ports: [{protocol: UDP, port: 7001}]
END
  kube_object networkpolicy aksess-space-routing --namespace play-noor
}

# Step 8 of 11. Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:play-noor->play:tcp/8080.
step_8() {
  title='Apply NetworkPolicy play/aksess-space-routing-2'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing-2
  namespace: play
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {matchLabels: {app: lobby}}
  policyTypes: [Ingress]
  ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play-noor}}}]
      ports: [{protocol: TCP, port: 8080}]
END
  kube_object networkpolicy aksess-space-routing-2 --namespace play
}

# Step 9 of 11. Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:play-noor->play:tcp/7000, space-routing:play-noor->play:udp/7001.
step_9() {
  title='Apply NetworkPolicy play/aksess-space-routing-3'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing-3
  namespace: play
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {matchLabels: {app: match}}
  policyTypes: [Ingress]
  ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play-noor}}}]
      ports: [{protocol: TCP, port: 7000}]
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: play-noor}}}]
      ports: [{protocol: UDP, port: 7001}]
END
  kube_object networkpolicy aksess-space-routing-3 --namespace play
}

# Step 10 of 11. Without it: The ingress controller does not reach the pods of dev spaces.
# Opens: ingress-to-spaces:tcp/7000, ingress-to-spaces:udp/7001.
step_10() {
  title='Apply NetworkPolicy play/aksess-ingress-to-spaces'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-ingress-to-spaces
  namespace: play
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {matchLabels: {app: match}}
  policyTypes: [Ingress]
  ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: azds}}}]
      ports: [{protocol: TCP, port: 7000}]
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: azds}}}]
      ports: [{protocol: UDP, port: 7001}]
END
  kube_object networkpolicy aksess-ingress-to-spaces --namespace play
}

# Step 11 of 11. Without it: The ingress controller does not reach the pods of dev spaces.
# Opens: ingress-to-spaces:tcp/8080.
step_11() {
  title='Apply NetworkPolicy play/aksess-ingress-to-spaces-2'
  before absent
  after_text <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-ingress-to-spaces-2
  namespace: play
  labels: {app.kubernetes.io/managed-by: aksess}
spec:
  podSelector: {matchLabels: {app: lobby}}
  policyTypes: [Ingress]
  ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: azds}}}]
      ports: [{protocol: TCP, port: 8080}]
END
  kube_object networkpolicy aksess-ingress-to-spaces-2 --namespace play
}

# How the steps are carried out: nothing below is about this cluster but the last lines.

# Exit codes: 0 done, 1 a command failed, 2 wrong usage or a missing program,
# 5 the network is no longer the one this script was made for.

dry_run=no
yes=no
take_over=
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry_run=yes ;;
    --yes) yes=yes ;;
    --take-over)
      [ $# -ge 2 ] || {
        echo "$0: --take-over needs the name of a holder (try --help)" >&2
        exit 2
      }
      take_over=$2
      shift
      ;;
    -h | --help)
      echo "usage: $0 [--dry-run] [--yes] [--take-over HOLDER]"
      echo "  --dry-run           check everything, show every write, change nothing"
      echo "  --yes               do not ask before the first write"
      echo "  --take-over HOLDER  go on although HOLDER is at work on this cluster, which you know to have ended"
      echo "KUBECONFIG_FILE=FILE uses that kubeconfig instead of asking az for one."
      exit 0
      ;;
    *)
      echo "$0: unknown argument: $1 (try --help)" >&2
      exit 2
      ;;
  esac
  shift
done

work=$(mktemp -d)
chmod 700 "$work"
lease=
trap 'lease_give_back; rm -rf "$work"' EXIT

say() { printf '%s\n' "$*"; }
list() { printf '  %s\n' "$@"; }

stop() { # stop CODE SENTENCE
  printf 'Error: %s\n' "$2" >&2
  exit "$1"
}

need() { # need PROGRAM
  command -v "$1" >/dev/null 2>&1 || stop 2 "$1 is not installed, and this script needs it."
}

# Runs a command, or shows it with --dry-run.
run() {
  if [ "$dry_run" = yes ]; then
    printf '  would run:'
    printf ' %q' "$@"
    printf '\n'
  else
    "$@"
  fi
}

# The answer of a GET as text, by a query; "absent" when there is no such resource.
arm_text() { # arm_text PATH QUERY
  local answer
  if answer=$(az rest --only-show-errors --method get --url "$1" --query "$2" --output tsv 2>"$work/error"); then
    printf '%s' "$answer"
  elif grep -qE '"code": *"((Resource|ParentResource|ResourceGroup)?NotFound)"' "$work/error"; then
    printf 'absent'
  else
    cat "$work/error" >&2
    return 1
  fi
}

# Waits until Azure is no longer at work, and prints how it ended.
settled() { # settled COMMAND that prints a provisioning state
  local state tries=0
  while :; do
    state=$("$1") || return 1
    case $state in
      Succeeded | Failed | Canceled | absent | None | '')
        printf '%s' "$state"
        return 0
        ;;
    esac
    tries=$((tries + 1))
    [ "$tries" -lt 240 ] || stop 1 "Azure is still at work after 20 minutes: $state."
    sleep 5
  done
}

# Azure takes one write at a time per firewall policy; such answers mean "later", not "no".
arm_write() { # arm_write METHOD PATH [BODY_FILE]
  local tries=0 path=$2 state
  if [ "$dry_run" = yes ]; then
    say "  would $1 $2"
    [ $# -lt 3 ] || sed 's/^/    /' "$3"
    return 0
  fi
  while :; do
    if [ $# -ge 3 ]; then
      az rest --only-show-errors --output none --method "$1" --url "$2" --body "@$3" 2>"$work/error" && break
    else
      az rest --only-show-errors --output none --method "$1" --url "$2" 2>"$work/error" && break
    fi
    grep -qE 'AnotherOperation|RetryableError|TooManyRequests|Conflict.*in progress' "$work/error" || {
      cat "$work/error" >&2
      stop 1 "$1 $2 was refused."
    }
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || stop 1 "Azure is still busy with another change after 10 minutes."
    sleep 10
  done
  state=$(settled arm_state)
  case $state in
    Failed | Canceled) stop 1 "Azure reports $state for $path. Run the script again: it repeats the write." ;;
  esac
}

# The state of what arm_write writes.
arm_state() { arm_text "$path" properties.provisioningState; }

# Credentials in a private file that goes when the script ends; the user's own kubeconfig stays as it is.
kube_access() {
  if [ -n "${KUBECONFIG_FILE:-}" ]; then
    kubeconfig=$KUBECONFIG_FILE
  else
    kubeconfig=$work/kubeconfig
    az aks get-credentials --only-show-errors "${cluster[@]}" --file "$kubeconfig" >/dev/null
  fi
}

kube() { kubectl --kubeconfig "$kubeconfig" "$@"; }

# Part of a Kubernetes object as text; "absent" when there is no such object.
kube_text() { # kube_text ARGUMENTS for kubectl get
  local answer
  if answer=$(kube get "$@" 2>"$work/error"); then
    printf '%s' "$answer"
  elif grep -q '^Error from server (NotFound)' "$work/error"; then
    printf 'absent'
  else
    cat "$work/error" >&2
    return 1
  fi
}

# Stops unless a step's part of the network is as it was when the plan was made, or already as the step leaves it.
verify() { # verify WHAT NOW BEFORE AFTER
  if [ "$2" != "$3" ] && [ "$2" != "$4" ]; then
    printf 'Expected:\n%s\nFound:\n%s\n' "$3" "$2" >&2
    stop 5 "$1: this has changed since the script was made. Make a new plan."
  fi
}

# Whether a step has still to be done; what Azure failed to put into effect has to be done again.
pending() { # pending NOW AFTER [STATE]
  [ "$1" != "$2" ] || [ "${3:-}" = Failed ] || [ "${3:-}" = Canceled ] || {
    say "  done already"
    return 1
  }
}

# Who is at work on the cluster, for every script of aksess and `aksess apply`, on any machine: a tag of its resource
# group, "HOLDER until TIME". It expires, so that a script that was killed does not keep others waiting for long.
lease_host=$(uname -n | tr -c 'A-Za-z0-9.\n' _)
lease_holder=script-$lease_host-$$

moment() { # moment MINUTES: then, in UTC, with the date of GNU or of BSD
  date -u -d "$1 minutes" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -v"${1}M" +%Y-%m-%dT%H:%M:%SZ
}

lease_read() {
  arm_text "$lease_path" "properties.tags.\"$lease_tag\""
}

lease_write() { # lease_write OPERATION VALUE
  printf '{"operation":"%s","properties":{"tags":{"%s":"%s"}}}' "$1" "$lease_tag" "$2" >"$work/lease.json"
  az rest --only-show-errors --output none --method patch --url "$lease_path" --body "@$work/lease.json" \
    2>"$work/error"
}

# Succeeds when somebody else has the lease: not one that is over, nor one of a script of this machine that has died.
lease_is_held() { # lease_is_held VALUE
  local holder=${1%% until *} until=${1##* until }
  case $1 in
    '' | None | absent | "$lease_holder until "*) return 1 ;;
    "script-$lease_host-"*) ps -p "${holder##*-}" >/dev/null 2>&1 || return 1 ;;
  esac
  [ "$holder" != "$take_over" ] || return 1
  case $until in
    # Clocks of two machines differ, by a minute at most.
    ????-??-??T??:??:??Z) [[ ! $until < $(moment -1) ]] ;;
  esac
}

lease_refuse() { # lease_refuse VALUE
  stop 2 "Somebody else is at work on this cluster: $1. Wait; or, if you know that it has ended, give \
--take-over '${1%% until *}'."
}

# A tag knows no condition: whoever finds it free writes its name, waits, and looks whose name is there.
lease_take() { # lease_take PATH TAG
  lease_path=$1 lease_tag=$2
  local found
  if ! found=$(lease_read 2>/dev/null); then
    say "Note: the tags of the resource group cannot be read, so other machines are not kept away."
    return 0
  fi
  if lease_is_held "$found"; then lease_refuse "$found"; fi
  [ "$dry_run" = no ] || return 0
  lease="$lease_holder until $(moment +30)"
  if ! lease_write Merge "$lease"; then
    lease=
    say "Note: the tags of the resource group cannot be written, so other machines are not kept away."
    return 0
  fi
  sleep 2
  found=$(lease_read) || found=
  if lease_is_held "$found"; then
    lease=
    lease_refuse "$found"
  fi
}

# Before every step: it is still ours, and long enough for the step.
lease_renew() {
  local found
  [ -n "$lease" ] || return 0
  found=$(lease_read) || found=
  take_over=
  if lease_is_held "$found"; then
    lease=
    lease_refuse "$found"
  fi
  lease="$lease_holder until $(moment +30)"
  lease_write Merge "$lease" || say "Note: the lease could not be renewed; it is tried again before the next step."
}

# By name and value: what somebody else has written since stays.
lease_give_back() {
  [ -z "$lease" ] || lease_write Delete "$lease" || true
}

# The kinds of steps. Each step says what its part of the network is before and after it, and calls the function of
# its kind, which knows how that is read, written and, where Azure works on after it has answered, waited for.

before() { before=("$@"); }
after() { after=("$@"); }
before_text() { before=("$(cat)"); }
after_text() { after=("$(cat)"); }

# Where a long line of a script is broken means nothing.
one_line() { # one_line TEXT
  local text
  text=$(printf '%s' "$1" | tr -s ' \n' ' ')
  printf '%s' "${text% }"
}

# az puts the address of the cloud it is signed in to before it.
network_path() { # network_path SUBSCRIPTION RESOURCE-GROUP TYPE/NAME...
  path="/subscriptions/$1/resourceGroups/$2/providers/Microsoft.Network/$3?api-version=2025-05-01"
}

arm_child() { # arm_child QUERY, the body on stdin unless it is deleted
  query=$1
  [ "${after[0]}" = absent ] || cat >"$work/body.json"
  was=$(one_line "${before[0]}")
  becomes=$(one_line "${after[0]}")
  carry_out arm_child_read arm_child_write arm_state
}
arm_child_read() {
  local answer
  answer=$(arm_text "$path" "$query") || return 1
  one_line "$answer"
}
arm_child_write() {
  if [ "$becomes" = absent ]; then arm_write delete "$path"; else arm_write put "$path" "$work/body.json"; fi
}

# Only our own collections are exchanged; the rest of the firewall goes back as it was read just now.
classic_collections() {
  printf '%s' "${after[0]}" >"$work/own.json"
  own=$(jq --null-input --argjson before "${before[0]}" --argjson after "${after[0]}" \
    '[($before, $after)[][].name] | unique')
  was=$(classic_text "{\"properties\": ${before[0]}}")
  becomes=$(classic_text "{\"properties\": ${after[0]}}")
  carry_out classic_read classic_write arm_state
}
classic_text() { # classic_text FIREWALL: its own collections, a rule a line
  jq --raw-output --argjson names "$own" --from-file "$work/collections.jq" <<<"$1"
}
classic_read() {
  local answer
  answer=$(az rest --only-show-errors --method get --url "$path") || return 1
  classic_text "$answer"
}
classic_write() {
  az rest --only-show-errors --method get --url "$path" >"$work/firewall.json"
  jq --argjson names "$own" --slurpfile own "$work/own.json" --from-file "$work/exchange.jq" "$work/firewall.json" \
    >"$work/body.json"
  arm_write put "$path" "$work/body.json"
}

authorized_ranges() {
  was=$(sorted "${before[@]}")
  becomes=$(sorted "${after[@]}")
  carry_out ranges_read ranges_write ranges_state
}
sorted() { printf '%s\n' "$@" | LC_ALL=C sort | paste -sd , -; }
# az and the REST API spell the field differently.
ranges_read() {
  local profile=apiServerAccessProfile
  az aks show --only-show-errors "${cluster[@]}" --output tsv \
    --query "join(',', sort(not_null($profile.authorizedIpRanges, $profile.authorizedIPRanges, [''])))"
}
ranges_state() { az aks show --only-show-errors "${cluster[@]}" --query provisioningState --output tsv; }
ranges_write() {
  local ranges
  ranges=$(printf '%s\n' "${after[@]}" | paste -sd , -)
  # One word with its option, so that an empty list is one, too.
  run az aks update --only-show-errors --output none "${cluster[@]}" "--api-server-authorized-ip-ranges=$ranges"
}

kube_object() { # kube_object ARGUMENTS for kubectl get
  target=("$@")
  was=$(spec_of "${before[0]}")
  becomes=$(spec_of "${after[0]}")
  carry_out object_read object_write
}
# In one spelling: kubectl prints sorted keys and no blanks. It asks the cluster for nothing but what kinds there are.
spec_of() { # spec_of OBJECT
  if [ "$1" = absent ]; then
    printf absent
  else
    kube create --dry-run=client --validate=false --filename - --output 'jsonpath={.spec}' <<<"$1"
  fi
}
object_read() { kube_text "${target[@]}" --output 'jsonpath={.spec}'; }
object_write() {
  if [ "$becomes" = absent ]; then
    run kubectl --kubeconfig "$kubeconfig" delete "${target[@]}" --ignore-not-found
  else
    printf '%s\n' "${after[0]}" >"$work/object.yaml"
    run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
  fi
}

kube_labels() { kube_metadata labels label "$@"; }
kube_annotations() { kube_metadata annotations annotate "$@"; }
# Before and after are words KEY=VALUE, or KEY- for none.
kube_metadata() { # kube_metadata FIELD VERB ARGUMENTS for kubectl get
  field=$1 verb=$2
  shift 2
  target=("$@")
  was=$(values "${before[@]}")
  becomes=$(values "${after[@]}")
  carry_out metadata_read metadata_write
}
values() { # values WORD...: each with a bar behind it
  local word
  for word in "$@"; do
    case $word in
      *=*) printf '%s|' "${word#*=}" ;;
      *) printf '|' ;;
    esac
  done
}
metadata_read() {
  local word key paths=
  for word in "${after[@]}"; do
    key=${word%%=*}
    [ "$key" != "$word" ] || key=${word%-}
    paths="$paths{.metadata.$field.${key//./\\.}}|"
  done
  kube_text "${target[@]}" --output "jsonpath=$paths"
}
metadata_write() { run kubectl --kubeconfig "$kubeconfig" "$verb" "${target[@]}" "${after[@]}" --overwrite; }

policy_entries() { # policy_entries ingress|egress ARGUMENTS for kubectl get
  direction=$1
  shift
  target=("$@")
  was=${before[0]} becomes=${after[0]}
  carry_out entries_read entries_write
}
entries_read() {
  local now
  now=$(kube_text "${target[@]}" --output "jsonpath={.spec.$direction}")
  printf '%s' "${now:-[]}"
}
entries_write() {
  run kubectl --kubeconfig "$kubeconfig" patch "${target[@]}" --type merge --patch "{\"spec\":{\"$direction\":$becomes}}"
}

# All steps are checked before the first one is done: a script that no longer fits changes nothing. Each is checked
# once more right before its write, because the steps until then took their time, and when Azure has finished with it:
# an earlier run may have been killed after Azure had accepted its write, which may still fail. At the end all are
# read back.
carry_out() { # carry_out READ WRITE [STATE]: functions
  local state='' now
  case $phase in
    look)
      now=$("$1")
      verify "$title" "$now" "$was" "$becomes"
      ;;
    work)
      say "$number/$steps $title"
      [ $# -lt 3 ] || state=$(settled "$3")
      now=$("$1")
      verify "$title" "$now" "$was" "$becomes"
      if pending "$now" "$becomes" "$state"; then
        lease_renew
        "$2"
      fi
      ;;
    read-back)
      now=$("$1")
      [ "$now" = "$becomes" ] || {
        printf 'Expected:\n%s\nFound:\n%s\n' "$becomes" "$now" >&2
        stop 1 "$title: this is no longer as the script left it. Somebody else changed it: look who did."
      }
      ;;
  esac
}

each_step() { # each_step PHASE
  phase=$1
  for ((number = 1; number <= steps; number++)); do "step_$number"; done
}

ask() { # ask QUESTION
  local answer
  [ "$yes" = no ] || return 0
  [ -t 0 ] || stop 2 "There is no terminal to ask on. Give --yes to go on without a question."
  printf '%s [y/N] ' "$1"
  read -r answer || answer=
  case $answer in
    y | Y | yes) ;;
    *)
      say "Nothing was changed."
      exit 0
      ;;
  esac
}

run_steps() { # run_steps QUESTION
  say 'Checking that the network is still as it was when this script was made'
  each_step look
  [ "$dry_run" = yes ] || ask "$1"
  each_step work
  if [ "$dry_run" = yes ]; then
    say 'Nothing was changed.'
    exit 0
  fi
  each_step read-back
}

rule_collection_group() { # rule_collection_group SUBSCRIPTION RESOURCE-GROUP POLICY NAME, the body on stdin
  network_path "$1" "$2" "firewallPolicies/$3/ruleCollectionGroups/$4"
  arm_child "[
  [join(' ', ['priority', to_string(properties.priority)])],
  properties.ruleCollections[].[
    [join(' ', [
      name && to_string(name),
      priority && to_string(priority),
      action.type && to_string(action.type)
    ][?@])],
    rules[].join(' ', [
      name && to_string(name),
      ruleType && to_string(ruleType),
      ipProtocols && join(', ', ipProtocols),
      sourceAddresses && join(' ', ['from', join(', ', sourceAddresses)]),
      sourceIpGroups && join(' ', ['from group', join(', ', sourceIpGroups)]),
      destinationAddresses && join(' ', ['to', join(', ', destinationAddresses)]),
      destinationIpGroups && join(' ', ['to group', join(', ', destinationIpGroups)]),
      destinationFqdns && join(' ', ['to name', join(', ', destinationFqdns)]),
      targetFqdns && join(' ', ['to', join(', ', targetFqdns)]),
      targetUrls && join(' ', ['to URL', join(', ', targetUrls)]),
      fqdnTags && join(' ', ['to tag', join(', ', fqdnTags)]),
      webCategories && join(' ', ['to category', join(', ', webCategories)]),
      destinationPorts && join(' ', ['port', join(', ', destinationPorts)]),
      protocols && join(' ', ['by', join(', ', protocols[].join(':', [protocolType, to_string(port)]))]),
      translatedAddress && join(' ', ['becomes', to_string(translatedAddress)]),
      translatedFqdn && join(' ', ['becomes name', to_string(translatedFqdn)]),
      translatedPort && join(' ', ['port', to_string(translatedPort)])
    ][?@])
  ][][]
][]"
}

say 'It is for the practice cluster cilium-overlay, which az reaches only while "aksess sandbox" runs.'
need az
need kubectl
kube_access
group="/subscriptions/$subscription/resourceGroups/rg-play-wus2"
lease_take "$group/providers/Microsoft.Resources/tags/default?api-version=2021-04-01" aksess-lease-aks-play
run_steps 'Do 11 steps?'
say 'Done: 11 steps. Open now:'
list pull-images pull-charts-storage api-server-from-backend debug-ingress debug-egress \
  'space-routing:play->play-noor:tcp/7000' 'space-routing:play->play-noor:udp/7001' \
  'space-routing:play-noor->play:tcp/8080' 'space-routing:play-noor->play:tcp/7000' \
  'space-routing:play-noor->play:udp/7001' ingress-to-spaces:tcp/7000 ingress-to-spaces:udp/7001 \
  ingress-to-spaces:tcp/8080
