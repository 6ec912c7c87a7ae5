#!/usr/bin/env bash
# Takes back what apply.sh did to the network of AKS cluster aks-claims.
# Read it before you run it. Every step checks first that nothing has changed since it was planned.
# Run it again after a failure: steps that are done are passed over.

set -euo pipefail

# Exit codes: 0 done, 1 a command failed, 2 wrong usage or a missing program,
# 5 the network is no longer the one this script was made for.

dry_run=no
take_over=
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry_run=yes ;;
    --take-over)
      [ $# -ge 2 ] || {
        echo "$0: --take-over needs the name of a holder (try --help)" >&2
        exit 2
      }
      take_over=$2
      shift
      ;;
    -h | --help)
      echo "usage: $0 [--dry-run] [--take-over HOLDER]"
      echo "  --dry-run           check everything, show what would be done, change nothing"
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
kube_access() { # kube_access ARGUMENTS for az aks get-credentials
  if [ -n "${KUBECONFIG_FILE:-}" ]; then
    kubeconfig=$KUBECONFIG_FILE
  else
    kubeconfig=$work/kubeconfig
    az aks get-credentials --only-show-errors "$@" --file "$kubeconfig" >/dev/null
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

need az
need kubectl
kube_access --subscription 8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14 --resource-group rg-claims-weu --name aks-claims
route_query="join('|', [
  to_string(not_null(properties.addressPrefix, '')),
  to_string(not_null(properties.nextHopType, '')),
  to_string(not_null(properties.nextHopIpAddress, ''))
])"
security_rule_query="join('|', [
  to_string(not_null(properties.priority, '')),
  to_string(not_null(properties.direction, '')),
  to_string(not_null(properties.access, '')),
  to_string(not_null(properties.protocol, '')),
  to_string(not_null(properties.sourceAddressPrefix, '')),
  join(',', not_null(properties.sourceAddressPrefixes, [''])),
  to_string(not_null(properties.sourcePortRange, '')),
  join(',', not_null(properties.sourcePortRanges, [''])),
  to_string(not_null(properties.destinationAddressPrefix, '')),
  join(',', not_null(properties.destinationAddressPrefixes, [''])),
  to_string(not_null(properties.destinationPortRange, '')),
  join(',', not_null(properties.destinationPortRanges, ['']))
])"
rule_collection_group_query="[
  [to_string(properties.priority)],
  properties.ruleCollections[].[
    [join('|', [
      to_string(not_null(name, '')),
      to_string(not_null(priority, '')),
      to_string(not_null(action.type, ''))
    ])],
    rules[].join('|', [
      to_string(not_null(name, '')),
      to_string(not_null(ruleType, '')),
      join(',', not_null(sourceAddresses, [''])),
      join(',', not_null(sourceIpGroups, [''])),
      join(',', not_null(destinationAddresses, [''])),
      join(',', not_null(destinationIpGroups, [''])),
      join(',', not_null(destinationFqdns, [''])),
      join(',', not_null(targetFqdns, [''])),
      join(',', not_null(targetUrls, [''])),
      join(',', not_null(fqdnTags, [''])),
      join(',', not_null(webCategories, [''])),
      join(',', not_null(ipProtocols, [''])),
      join(',', not_null(destinationPorts, [''])),
      to_string(not_null(translatedAddress, '')),
      to_string(not_null(translatedFqdn, '')),
      to_string(not_null(translatedPort, '')),
      join(',', not_null(protocols[].join(':', [protocolType, to_string(port)]), ['']))
    ])
  ][][]
][]"
lease_take '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Resources/tags/default?api-version=2021-04-01' aksess-lease-aks-claims

# Of every step: read_N prints the part of the network that it changes, in short; before_N is what that was when
# the plan was made, after_N what it is when the step is done, and write_N does it. state_N tells whether Azure is at
# work on it, and how that ended last.

# Step 1 of 16: Take back: Apply NetworkPolicy claims/aksess-ingress-to-spaces-2
# Restores what was there before.
title_1='Take back: Apply NetworkPolicy claims/aksess-ingress-to-spaces-2'
before_1='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"azds"}}}],"ports":[{"port":3000,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"portal"}},"policyTypes":["Ingress"]}'
after_1=absent
read_1() {
  kube_text networkpolicy aksess-ingress-to-spaces-2 --namespace claims --output 'jsonpath={.spec}'
}
write_1() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-ingress-to-spaces-2 --namespace claims --ignore-not-found
}

# Step 2 of 16: Take back: Apply NetworkPolicy claims/aksess-ingress-to-spaces
# Restores what was there before.
title_2='Take back: Apply NetworkPolicy claims/aksess-ingress-to-spaces'
before_2='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"azds"}}}],"ports":[{"port":8080,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"intake"}},"policyTypes":["Ingress"]}'
after_2=absent
read_2() {
  kube_text networkpolicy aksess-ingress-to-spaces --namespace claims --output 'jsonpath={.spec}'
}
write_2() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-ingress-to-spaces --namespace claims --ignore-not-found
}

# Step 3 of 16: Take back: Apply NetworkPolicy claims-priya/aksess-ingress-to-spaces
# Restores what was there before.
title_3='Take back: Apply NetworkPolicy claims-priya/aksess-ingress-to-spaces'
before_3='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"azds"}}}],"ports":[{"port":8080,"protocol":"TCP"}]}],"podSelector":{},"policyTypes":["Ingress"]}'
after_3=absent
read_3() {
  kube_text networkpolicy aksess-ingress-to-spaces --namespace claims-priya --output 'jsonpath={.spec}'
}
write_3() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-ingress-to-spaces --namespace claims-priya --ignore-not-found
}

# Step 4 of 16: Take back: Apply NetworkPolicy claims/aksess-space-routing-4
# Restores what was there before.
title_4='Take back: Apply NetworkPolicy claims/aksess-space-routing-4'
before_4='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims-priya"}}}],"ports":[{"port":3000,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"portal"}},"policyTypes":["Ingress"]}'
after_4=absent
read_4() {
  kube_text networkpolicy aksess-space-routing-4 --namespace claims --output 'jsonpath={.spec}'
}
write_4() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-space-routing-4 --namespace claims --ignore-not-found
}

# Step 5 of 16: Take back: Apply NetworkPolicy claims/aksess-space-routing-3
# Restores what was there before.
title_5='Take back: Apply NetworkPolicy claims/aksess-space-routing-3'
before_5='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims-priya"}}}],"ports":[{"port":8080,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"intake"}},"policyTypes":["Ingress"]}'
after_5=absent
read_5() {
  kube_text networkpolicy aksess-space-routing-3 --namespace claims --output 'jsonpath={.spec}'
}
write_5() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-space-routing-3 --namespace claims --ignore-not-found
}

# Step 6 of 16: Take back: Apply NetworkPolicy claims/aksess-space-routing-2
# Restores what was there before.
title_6='Take back: Apply NetworkPolicy claims/aksess-space-routing-2'
before_6='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims-priya"}}}],"ports":[{"port":9000,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"fraud-scores"}},"policyTypes":["Ingress"]}'
after_6=absent
read_6() {
  kube_text networkpolicy aksess-space-routing-2 --namespace claims --output 'jsonpath={.spec}'
}
write_6() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-space-routing-2 --namespace claims --ignore-not-found
}

# Step 7 of 16: Take back: Apply NetworkPolicy claims-priya/aksess-space-routing
# Restores what was there before.
title_7='Take back: Apply NetworkPolicy claims-priya/aksess-space-routing'
before_7='{"egress":[{"ports":[{"port":9000,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims"}},"podSelector":{"matchLabels":{"app":"fraud-scores"}}}]},{"ports":[{"port":8080,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims"}},"podSelector":{"matchLabels":{"app":"intake"}}}]},{"ports":[{"port":3000,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims"}},"podSelector":{"matchLabels":{"app":"portal"}}}]}],"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims"}}}],"ports":[{"port":8080,"protocol":"TCP"}]}],"podSelector":{},"policyTypes":["Ingress","Egress"]}'
after_7=absent
read_7() {
  kube_text networkpolicy aksess-space-routing --namespace claims-priya --output 'jsonpath={.spec}'
}
write_7() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-space-routing --namespace claims-priya --ignore-not-found
}

# Step 8 of 16: Take back: Apply NetworkPolicy claims/aksess-space-routing
# Restores what was there before.
title_8='Take back: Apply NetworkPolicy claims/aksess-space-routing'
before_8='{"egress":[{"ports":[{"port":8080,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims-priya"}}}]}],"podSelector":{},"policyTypes":["Egress"]}'
after_8=absent
read_8() {
  kube_text networkpolicy aksess-space-routing --namespace claims --output 'jsonpath={.spec}'
}
write_8() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-space-routing --namespace claims --ignore-not-found
}

# Step 9 of 16: Take back: Apply NetworkPolicy claims/aksess-debug-egress
# Restores what was there before.
title_9='Take back: Apply NetworkPolicy claims/aksess-debug-egress'
before_9='{"egress":[{"ports":[{"port":443,"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"13.69.71.144/28"}},{"ipBlock":{"cidr":"40.74.30.144/28"}}]}],"podSelector":{},"policyTypes":["Egress"]}'
after_9=absent
read_9() {
  kube_text networkpolicy aksess-debug-egress --namespace claims --output 'jsonpath={.spec}'
}
write_9() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-debug-egress --namespace claims --ignore-not-found
}

# Step 10 of 16: Take back: Apply NetworkPolicy claims-priya/aksess-debug-egress
# Restores what was there before.
title_10='Take back: Apply NetworkPolicy claims-priya/aksess-debug-egress'
before_10='{"egress":[{"ports":[{"port":443,"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"13.69.71.144/28"}},{"ipBlock":{"cidr":"40.74.30.144/28"}}]}],"podSelector":{},"policyTypes":["Egress"]}'
after_10=absent
read_10() {
  kube_text networkpolicy aksess-debug-egress --namespace claims-priya --output 'jsonpath={.spec}'
}
write_10() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-debug-egress --namespace claims-priya --ignore-not-found
}

# Step 11 of 16: Take back: Apply NetworkPolicy claims/aksess-debug-ingress
# Restores what was there before.
title_11='Take back: Apply NetworkPolicy claims/aksess-debug-ingress'
before_11='{"ingress":[{"from":[{"ipBlock":{"cidr":"13.69.71.144/28"}},{"ipBlock":{"cidr":"40.74.30.144/28"}}],"ports":[{"protocol":"TCP"}]}],"podSelector":{},"policyTypes":["Ingress"]}'
after_11=absent
read_11() {
  kube_text networkpolicy aksess-debug-ingress --namespace claims --output 'jsonpath={.spec}'
}
write_11() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-debug-ingress --namespace claims --ignore-not-found
}

# Step 12 of 16: Take back: Apply NetworkPolicy claims-priya/aksess-debug-ingress
# Restores what was there before.
title_12='Take back: Apply NetworkPolicy claims-priya/aksess-debug-ingress'
before_12='{"ingress":[{"from":[{"ipBlock":{"cidr":"13.69.71.144/28"}},{"ipBlock":{"cidr":"40.74.30.144/28"}}],"ports":[{"protocol":"TCP"}]}],"podSelector":{},"policyTypes":["Ingress"]}'
after_12=absent
read_12() {
  kube_text networkpolicy aksess-debug-ingress --namespace claims-priya --output 'jsonpath={.spec}'
}
write_12() {
  run kubectl --kubeconfig "$kubeconfig" delete networkpolicy aksess-debug-ingress --namespace claims-priya --ignore-not-found
}

# Step 13 of 16: Take back: Extend the authorized IP ranges of aks-claims
# Restores what was there before.
title_13='Take back: Extend the authorized IP ranges of aks-claims'
before_13=13.69.71.144/28,20.103.77.9/32,20.229.44.16/28,20.61.14.33/32,20.86.201.117/32,40.74.30.144/28
after_13=20.103.77.9/32,20.229.44.16/28,20.61.14.33/32
read_13() {
  az aks show --only-show-errors --subscription 8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14 --resource-group rg-claims-weu --name aks-claims --query "join(',', sort(not_null(apiServerAccessProfile.authorizedIpRanges, apiServerAccessProfile.authorizedIPRanges, [''])))" --output tsv
}
state_13() {
  az aks show --only-show-errors --subscription 8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14 --resource-group rg-claims-weu --name aks-claims --query provisioningState --output tsv
}
write_13() {
  run az aks update --only-show-errors --output none --subscription 8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14 --resource-group rg-claims-weu --name aks-claims --api-server-authorized-ip-ranges=20.229.44.16/28,20.61.14.33/32,20.103.77.9/32
}

# Step 14 of 16: Take back: Add route aksess-20.61.14.33-32 to rt-aks
# Restores what was there before.
title_14='Take back: Add route aksess-20.61.14.33-32 to rt-aks'
before_14='20.61.14.33/32|Internet|'
after_14=absent
read_14() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/routeTables/rt-aks/routes/aksess-20.61.14.33-32?api-version=2025-05-01' "$route_query"
}
state_14() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/routeTables/rt-aks/routes/aksess-20.61.14.33-32?api-version=2025-05-01' properties.provisioningState
}
write_14() {
  arm_write delete '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/routeTables/rt-aks/routes/aksess-20.61.14.33-32?api-version=2025-05-01'
}

# Step 15 of 16: Take back: Add rule aksess-public-ingress-in to nsg-snet-aks
# Restores what was there before.
title_15='Take back: Add rule aksess-public-ingress-in to nsg-snet-aks'
before_15='3900|Inbound|Allow|Tcp|20.61.14.33||*||20.126.19.208|||80,443'
after_15=absent
read_15() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/networkSecurityGroups/nsg-snet-aks/securityRules/aksess-public-ingress-in?api-version=2025-05-01' "$security_rule_query"
}
state_15() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/networkSecurityGroups/nsg-snet-aks/securityRules/aksess-public-ingress-in?api-version=2025-05-01' properties.provisioningState
}
write_15() {
  arm_write delete '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/networkSecurityGroups/nsg-snet-aks/securityRules/aksess-public-ingress-in?api-version=2025-05-01'
}

# Step 16 of 16: Take back: Put rule collection group aksess-aks-claims into policy afwp-hub-weu
# Restores what was there before.
title_16='Take back: Put rule collection group aksess-aks-claims into policy afwp-hub-weu'
before_16='2000
dnat|100|DNAT
public-ingress|NatRule|*||20.61.14.33|||||||TCP|80|20.126.19.208||80|
public-ingress-2|NatRule|*||20.61.14.33|||||||TCP|443|20.126.19.208||443|
network|200|Allow
debug-egress|NetworkRule|10.41.0.0/25||AzureDevSpaces.WestEurope|||||||TCP|443||||
application|300|Allow
pull-images|ApplicationRule|10.41.0.0/25|||||cloudflare.docker.com|||||||||Https:443
pull-charts-gcr|ApplicationRule|10.41.0.0/25|||||gcr.io|||||||||Https:443
pull-charts-storage|ApplicationRule|10.41.0.0/25|||||storage.googleapis.com|||||||||Https:443
backend|ApplicationRule|10.41.0.0/25|||||azds-5b9d2e77-41c0-4f6a-b3d8-1e7a90c25f34.weu.azds.io|||||||||Https:443'
after_16=absent
read_16() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-connectivity-weu/providers/Microsoft.Network/firewallPolicies/afwp-hub-weu/ruleCollectionGroups/aksess-aks-claims?api-version=2025-05-01' "$rule_collection_group_query"
}
state_16() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-connectivity-weu/providers/Microsoft.Network/firewallPolicies/afwp-hub-weu/ruleCollectionGroups/aksess-aks-claims?api-version=2025-05-01' properties.provisioningState
}
write_16() {
  arm_write delete '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-connectivity-weu/providers/Microsoft.Network/firewallPolicies/afwp-hub-weu/ruleCollectionGroups/aksess-aks-claims?api-version=2025-05-01'
}

say "Checking that the network is still as it was planned from"
now=$(read_1)
verify "$title_1" "$now" "$before_1" "$after_1"
now=$(read_2)
verify "$title_2" "$now" "$before_2" "$after_2"
now=$(read_3)
verify "$title_3" "$now" "$before_3" "$after_3"
now=$(read_4)
verify "$title_4" "$now" "$before_4" "$after_4"
now=$(read_5)
verify "$title_5" "$now" "$before_5" "$after_5"
now=$(read_6)
verify "$title_6" "$now" "$before_6" "$after_6"
now=$(read_7)
verify "$title_7" "$now" "$before_7" "$after_7"
now=$(read_8)
verify "$title_8" "$now" "$before_8" "$after_8"
now=$(read_9)
verify "$title_9" "$now" "$before_9" "$after_9"
now=$(read_10)
verify "$title_10" "$now" "$before_10" "$after_10"
now=$(read_11)
verify "$title_11" "$now" "$before_11" "$after_11"
now=$(read_12)
verify "$title_12" "$now" "$before_12" "$after_12"
now=$(read_13)
verify "$title_13" "$now" "$before_13" "$after_13"
now=$(read_14)
verify "$title_14" "$now" "$before_14" "$after_14"
now=$(read_15)
verify "$title_15" "$now" "$before_15" "$after_15"
now=$(read_16)
verify "$title_16" "$now" "$before_16" "$after_16"

say "1/16 $title_1"
now=$(read_1)
verify "$title_1" "$now" "$before_1" "$after_1"
if pending "$now" "$after_1"; then
  lease_renew
  write_1
fi

say "2/16 $title_2"
now=$(read_2)
verify "$title_2" "$now" "$before_2" "$after_2"
if pending "$now" "$after_2"; then
  lease_renew
  write_2
fi

say "3/16 $title_3"
now=$(read_3)
verify "$title_3" "$now" "$before_3" "$after_3"
if pending "$now" "$after_3"; then
  lease_renew
  write_3
fi

say "4/16 $title_4"
now=$(read_4)
verify "$title_4" "$now" "$before_4" "$after_4"
if pending "$now" "$after_4"; then
  lease_renew
  write_4
fi

say "5/16 $title_5"
now=$(read_5)
verify "$title_5" "$now" "$before_5" "$after_5"
if pending "$now" "$after_5"; then
  lease_renew
  write_5
fi

say "6/16 $title_6"
now=$(read_6)
verify "$title_6" "$now" "$before_6" "$after_6"
if pending "$now" "$after_6"; then
  lease_renew
  write_6
fi

say "7/16 $title_7"
now=$(read_7)
verify "$title_7" "$now" "$before_7" "$after_7"
if pending "$now" "$after_7"; then
  lease_renew
  write_7
fi

say "8/16 $title_8"
now=$(read_8)
verify "$title_8" "$now" "$before_8" "$after_8"
if pending "$now" "$after_8"; then
  lease_renew
  write_8
fi

say "9/16 $title_9"
now=$(read_9)
verify "$title_9" "$now" "$before_9" "$after_9"
if pending "$now" "$after_9"; then
  lease_renew
  write_9
fi

say "10/16 $title_10"
now=$(read_10)
verify "$title_10" "$now" "$before_10" "$after_10"
if pending "$now" "$after_10"; then
  lease_renew
  write_10
fi

say "11/16 $title_11"
now=$(read_11)
verify "$title_11" "$now" "$before_11" "$after_11"
if pending "$now" "$after_11"; then
  lease_renew
  write_11
fi

say "12/16 $title_12"
now=$(read_12)
verify "$title_12" "$now" "$before_12" "$after_12"
if pending "$now" "$after_12"; then
  lease_renew
  write_12
fi

say "13/16 $title_13"
state=$(settled state_13)
now=$(read_13)
verify "$title_13" "$now" "$before_13" "$after_13"
if pending "$now" "$after_13" "$state"; then
  lease_renew
  write_13
fi

say "14/16 $title_14"
state=$(settled state_14)
now=$(read_14)
verify "$title_14" "$now" "$before_14" "$after_14"
if pending "$now" "$after_14" "$state"; then
  lease_renew
  write_14
fi

say "15/16 $title_15"
state=$(settled state_15)
now=$(read_15)
verify "$title_15" "$now" "$before_15" "$after_15"
if pending "$now" "$after_15" "$state"; then
  lease_renew
  write_15
fi

say "16/16 $title_16"
state=$(settled state_16)
now=$(read_16)
verify "$title_16" "$now" "$before_16" "$after_16"
if pending "$now" "$after_16" "$state"; then
  lease_renew
  write_16
fi

if [ "$dry_run" = yes ]; then say "Nothing was changed."; else say "Done: 16 steps."; fi
