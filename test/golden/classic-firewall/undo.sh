#!/usr/bin/env bash
# Takes back what apply.sh did to the network of AKS cluster aks-freight (resource group rg-freight, subscription
# e93a5c7d-14b8-4f60-92e7-d8b60f1c4a25).
# Made by aksess VERSION on DATE.
# Read it before you run it; --dry-run shows every write. Every step checks first that nothing has changed since it
# was planned.
# Run it again after a failure: steps that are done are passed over.

set -euo pipefail
cluster=(--subscription e93a5c7d-14b8-4f60-92e7-d8b60f1c4a25 --resource-group rg-freight --name aks-freight)
steps=1

# Step 1 of 1: Take back: Put own rule collections into firewall fw-rail
# Restores what was there before.
step_1() {
  title='Take back: Put own rule collections into firewall fw-rail'
  before='aksess-aks-freight-network|100|Allow
debug-egress|10.80.1.0/24||AzureDevSpaces.CentralUS|||||443|TCP|||
aksess-aks-freight-application|2000|Allow
pull-charts-storage|10.80.1.0/24|||||storage.googleapis.com|||Https:443|||'
  after=''
  classic_collections '["aksess-aks-freight-network","aksess-aks-freight-application"]' '/subscriptions/e93a5c7d-14b8-4f60-92e7-d8b60f1c4a25/resourceGroups/rg-network-(shared)/providers/Microsoft.Network/azureFirewalls/fw-rail?api-version=2025-05-01' <<'END'
{"natRuleCollections": [], "networkRuleCollections": [], "applicationRuleCollections": []}
END
}

# How the steps are carried out; nothing below is about this cluster but the last lines.

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
      echo "  --dry-run           check everything, show what would be done, change nothing"
      echo "  --yes               do not ask"
      echo "  --take-over HOLDER  go on although HOLDER has the lease of this cluster, because you know that they have ended"
      echo "KUBECONFIG_FILE=FILE uses that file instead of asking az for credentials."
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
  elif grep -qE '"code": *"(NotFound|ResourceNotFound|ParentResourceNotFound|ResourceGroupNotFound)"' "$work/error"; then
    printf 'absent'
  else
    cat "$work/error" >&2
    return 1
  fi
}

# The rule collections with these names of a classic firewall, by a jq program.
classic_text() { # classic_text PATH NAMES PROGRAM_FILE
  az rest --only-show-errors --method get --url "$1" | jq --raw-output --argjson names "$2" --from-file "$3"
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

# Azure takes one write at a time per firewall policy and says so; such answers mean "later", not "no".
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
    Failed | Canceled) stop 1 "Azure reports $state for $path. Run the script again: a repeated write is how Azure recovers." ;;
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

# Stops unless a step's part of the network is as it was planned from, or already as the step leaves it.
verify() { # verify WHAT NOW BEFORE AFTER
  if [ "$2" != "$3" ] && [ "$2" != "$4" ]; then
    printf 'planned from:\n%s\nfound now:\n%s\n' "$3" "$2" >&2
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

# Who is at work on the cluster, for everybody who uses this script or aksess apply, from whatever machine: a tag of its
# resource group, "HOLDER until TIME". It expires, so that nobody who died keeps others waiting for long.
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
  az rest --only-show-errors --output none --method patch --url "$lease_path" --body "@$work/lease.json" 2>"$work/error"
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
  stop 2 "somebody else is at work on this cluster: $1. Wait, or if you know that they have ended: --take-over '${1%% until *}'"
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

# The kinds of steps. A step sets title, before and after, and calls the function of its kind, which says how its part of
# the network is read, written and, where Azure works on after it has answered, waited for.

arm_child() { # arm_child QUERY PATH, the body on stdin; none to delete it
  cat >"$work/body.json"
  query=$1 path=$2
  carry_out arm_child_read arm_child_write arm_state
}
arm_child_read() { arm_text "$path" "$query"; }
arm_child_write() {
  if [ -s "$work/body.json" ]; then
    arm_write put "$path" "$work/body.json"
  else
    arm_write delete "$path"
  fi
}

# Only our own collections are exchanged; the rest of the firewall goes back as it was read just now.
classic_collections() { # classic_collections NAMES PATH, our own collections on stdin
  cat >"$work/own.json"
  own=$1 path=$2
  carry_out classic_read classic_write arm_state
}
classic_read() { classic_text "$path" "$own" "$work/collections.jq"; }
classic_write() {
  az rest --only-show-errors --method get --url "$path" >"$work/firewall.json"
  jq --argjson names "$own" --slurpfile own "$work/own.json" --from-file "$work/exchange.jq" "$work/firewall.json" \
    >"$work/body.json"
  arm_write put "$path" "$work/body.json"
}

authorized_ranges() { # authorized_ranges OPTION for az aks update
  ranges=$1
  carry_out ranges_read ranges_write ranges_state
}
# az and the REST API spell the field differently.
ranges_read() {
  az aks show --only-show-errors "${cluster[@]}" --output tsv --query "join(',', sort(not_null(apiServerAccessProfile.authorizedIpRanges, apiServerAccessProfile.authorizedIPRanges, [''])))"
}
ranges_state() { az aks show --only-show-errors "${cluster[@]}" --query provisioningState --output tsv; }
ranges_write() { run az aks update --only-show-errors --output none "${cluster[@]}" "$ranges"; }

kube_object() { # kube_object ARGUMENTS for kubectl get, the object on stdin; none to delete it
  cat >"$work/object.yaml"
  target=("$@")
  carry_out object_read object_write
}
object_read() { kube_text "${target[@]}" --output 'jsonpath={.spec}'; }
object_write() {
  if [ -s "$work/object.yaml" ]; then
    run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
  else
    run kubectl --kubeconfig "$kubeconfig" delete "${target[@]}" --ignore-not-found
  fi
}

words=()
kube_metadata() { # kube_metadata label|annotate OUTPUT ARGUMENTS for kubectl get, what to set in words
  verb=$1 output=$2
  shift 2
  target=("$@")
  carry_out metadata_read metadata_write
}
metadata_read() { kube_text "${target[@]}" --output "$output"; }
metadata_write() { run kubectl --kubeconfig "$kubeconfig" "$verb" "${target[@]}" "${words[@]}" --overwrite; }

policy_entries() { # policy_entries ingress|egress ARGUMENTS for kubectl get, the patch on stdin
  cat >"$work/patch.json"
  output="jsonpath={.spec.$1}"
  shift
  target=("$@")
  carry_out entries_read entries_write
}
entries_read() { metadata_read | sed 's/^\[\]$//'; }
entries_write() { run kubectl --kubeconfig "$kubeconfig" patch "${target[@]}" --type merge --patch-file "$work/patch.json"; }

# All steps are looked at before the first one is done: a plan that no longer fits changes nothing. Each is looked at once
# more right before, because the steps until then took their time, and when nobody works on it any more: an earlier run may
# have been killed after Azure had accepted its write, which may still fail. At the end all are read back.
carry_out() { # carry_out READ WRITE [STATE]: functions
  local state='' now
  case $phase in
    look)
      now=$("$1")
      verify "$title" "$now" "$before" "$after"
      ;;
    work)
      say "$number/$steps $title"
      [ $# -lt 3 ] || state=$(settled "$3")
      now=$("$1")
      verify "$title" "$now" "$before" "$after"
      if pending "$now" "$after" "$state"; then
        lease_renew
        "$2"
      fi
      ;;
    read-back)
      now=$("$1")
      [ "$now" = "$after" ] || {
        printf 'wanted:\n%s\nfound now:\n%s\n' "$after" "$now" >&2
        stop 1 "$title: this is not as the script left it."
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
  [ -t 0 ] || stop 2 "there is no terminal to ask on; give --yes to go on without a question."
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

cat >"$work/collections.jq" <<'END'
def texts: (. // []) | map(if type == "object" then "\(.protocolType):\(.port)" else . end) | join(",");
.properties | ((.natRuleCollections, .networkRuleCollections, .applicationRuleCollections) // [])[]
| select(.name as $name | $names | index($name))
| "\(.name)|\(.properties.priority)|\(.properties.action.type)", (.properties.rules[]
  | [
      .name,
      (.sourceAddresses | texts),
      (.sourceIpGroups | texts),
      (.destinationAddresses | texts),
      (.destinationIpGroups | texts),
      (.destinationFqdns | texts),
      (.targetFqdns | texts),
      (.fqdnTags | texts),
      (.destinationPorts | texts),
      (.protocols | texts),
      .translatedAddress // "",
      .translatedFqdn // "",
      .translatedPort // ""
    ] | join("|"))
END
cat >"$work/exchange.jq" <<'END'
.properties.natRuleCollections |= ((. // [] | map(select(.name as $name | $names | index($name) | not))) + $own[0].natRuleCollections)
| .properties.networkRuleCollections |= ((. // [] | map(select(.name as $name | $names | index($name) | not))) + $own[0].networkRuleCollections)
| .properties.applicationRuleCollections |= ((. // [] | map(select(.name as $name | $names | index($name) | not))) + $own[0].applicationRuleCollections)
END
say 'Note: this was made for the practice cluster classic-firewall, which az finds only where aksess sandbox runs.'
need az
need jq
lease_take '/subscriptions/e93a5c7d-14b8-4f60-92e7-d8b60f1c4a25/resourceGroups/rg-freight/providers/Microsoft.Resources/tags/default?api-version=2021-04-01' aksess-lease-aks-freight
say "Checking that the network is still as it was planned from"
each_step look
[ "$dry_run" = yes ] || ask 'Take back 1 step?'
each_step work
if [ "$dry_run" = yes ]; then
  say "Nothing was changed."
else
  each_step read-back
  say 'Done: 1 step. Everything is as it was before apply.sh.'
fi
