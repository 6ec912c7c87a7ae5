#!/usr/bin/env bash
# Opens the network of AKS cluster aks-claims for azure-dev-spaces.
# Proof: Opens 15 of 16 blocked flows, nothing beside what they need; closes nothing. Undecided: machine-backend;
# `aksess explain FLOW` says what would tell.
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
route_query="join('|', [
  to_string(not_null(properties.addressPrefix, '')),
  to_string(not_null(properties.nextHopType, '')),
  to_string(not_null(properties.nextHopIpAddress, ''))
])"
lease_take '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Resources/tags/default?api-version=2021-04-01' aksess-lease-aks-claims

# Of every step: read_N prints the part of the network that it changes, in short; before_N is what that was when
# the plan was made, after_N what it is when the step is done, and write_N does it. state_N tells whether Azure is at
# work on it, and how that ended last.

# Step 1 of 16: Put rule collection group aksess-aks-claims into policy afwp-hub-weu
# Without it: The images of Dev Spaces cannot be pulled. The Helm images of Dev Spaces cannot be pulled. The Dev
# Spaces controller cannot talk to its backend. Services in dev spaces have no public URL that answers. Pods in dev
# spaces cannot answer a debugger.
# Opens: pull-images, pull-charts-gcr, pull-charts-storage, backend, public-ingress:azds/traefik, debug-egress.
title_1='Put rule collection group aksess-aks-claims into policy afwp-hub-weu'
before_1=absent
after_1='2000
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
read_1() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-connectivity-weu/providers/Microsoft.Network/firewallPolicies/afwp-hub-weu/ruleCollectionGroups/aksess-aks-claims?api-version=2025-05-01' "$rule_collection_group_query"
}
state_1() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-connectivity-weu/providers/Microsoft.Network/firewallPolicies/afwp-hub-weu/ruleCollectionGroups/aksess-aks-claims?api-version=2025-05-01' properties.provisioningState
}
write_1() {
  cat >"$work/body.json" <<'END'
{
  "name": "aksess-aks-claims",
  "properties": {
    "priority": 2000,
    "ruleCollections": [
      {
        "ruleCollectionType": "FirewallPolicyNatRuleCollection",
        "name": "dnat",
        "priority": 100,
        "action": {
          "type": "DNAT"
        },
        "rules": [
          {
            "name": "public-ingress",
            "ruleType": "NatRule",
            "ipProtocols": [
              "TCP"
            ],
            "sourceAddresses": [
              "*"
            ],
            "destinationAddresses": [
              "20.61.14.33"
            ],
            "destinationPorts": [
              "80"
            ],
            "translatedAddress": "20.126.19.208",
            "translatedPort": "80"
          },
          {
            "name": "public-ingress-2",
            "ruleType": "NatRule",
            "ipProtocols": [
              "TCP"
            ],
            "sourceAddresses": [
              "*"
            ],
            "destinationAddresses": [
              "20.61.14.33"
            ],
            "destinationPorts": [
              "443"
            ],
            "translatedAddress": "20.126.19.208",
            "translatedPort": "443"
          }
        ]
      },
      {
        "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
        "name": "network",
        "priority": 200,
        "action": {
          "type": "Allow"
        },
        "rules": [
          {
            "name": "debug-egress",
            "ruleType": "NetworkRule",
            "ipProtocols": [
              "TCP"
            ],
            "sourceAddresses": [
              "10.41.0.0/25"
            ],
            "destinationAddresses": [
              "AzureDevSpaces.WestEurope"
            ],
            "destinationFqdns": [],
            "destinationPorts": [
              "443"
            ]
          }
        ]
      },
      {
        "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
        "name": "application",
        "priority": 300,
        "action": {
          "type": "Allow"
        },
        "rules": [
          {
            "name": "pull-images",
            "ruleType": "ApplicationRule",
            "protocols": [
              {
                "protocolType": "Https",
                "port": 443
              }
            ],
            "sourceAddresses": [
              "10.41.0.0/25"
            ],
            "targetFqdns": [
              "cloudflare.docker.com"
            ]
          },
          {
            "name": "pull-charts-gcr",
            "ruleType": "ApplicationRule",
            "protocols": [
              {
                "protocolType": "Https",
                "port": 443
              }
            ],
            "sourceAddresses": [
              "10.41.0.0/25"
            ],
            "targetFqdns": [
              "gcr.io"
            ]
          },
          {
            "name": "pull-charts-storage",
            "ruleType": "ApplicationRule",
            "protocols": [
              {
                "protocolType": "Https",
                "port": 443
              }
            ],
            "sourceAddresses": [
              "10.41.0.0/25"
            ],
            "targetFqdns": [
              "storage.googleapis.com"
            ]
          },
          {
            "name": "backend",
            "ruleType": "ApplicationRule",
            "protocols": [
              {
                "protocolType": "Https",
                "port": 443
              }
            ],
            "sourceAddresses": [
              "10.41.0.0/25"
            ],
            "targetFqdns": [
              "azds-5b9d2e77-41c0-4f6a-b3d8-1e7a90c25f34.weu.azds.io"
            ]
          }
        ]
      }
    ]
  }
}
END
  arm_write put '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-connectivity-weu/providers/Microsoft.Network/firewallPolicies/afwp-hub-weu/ruleCollectionGroups/aksess-aks-claims?api-version=2025-05-01' "$work/body.json"
}

# Step 2 of 16: Add rule aksess-public-ingress-in to nsg-snet-aks
# Without it: Services in dev spaces have no public URL that answers.
# Opens: public-ingress:azds/traefik.
title_2='Add rule aksess-public-ingress-in to nsg-snet-aks'
before_2=absent
after_2='3900|Inbound|Allow|Tcp|20.61.14.33||*||20.126.19.208|||80,443'
read_2() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/networkSecurityGroups/nsg-snet-aks/securityRules/aksess-public-ingress-in?api-version=2025-05-01' "$security_rule_query"
}
state_2() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/networkSecurityGroups/nsg-snet-aks/securityRules/aksess-public-ingress-in?api-version=2025-05-01' properties.provisioningState
}
write_2() {
  cat >"$work/body.json" <<'END'
{
  "name": "aksess-public-ingress-in",
  "properties": {
    "description": "Opened by aksess for public-ingress-in",
    "direction": "Inbound",
    "access": "Allow",
    "priority": 3900,
    "protocol": "Tcp",
    "sourceAddressPrefix": "20.61.14.33",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "20.126.19.208",
    "destinationPortRanges": [
      "80",
      "443"
    ]
  }
}
END
  arm_write put '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/networkSecurityGroups/nsg-snet-aks/securityRules/aksess-public-ingress-in?api-version=2025-05-01' "$work/body.json"
}

# Step 3 of 16: Add route aksess-20.61.14.33-32 to rt-aks
# Without it: Services in dev spaces have no public URL that answers.
# Opens: public-ingress:azds/traefik.
title_3='Add route aksess-20.61.14.33-32 to rt-aks'
before_3=absent
after_3='20.61.14.33/32|Internet|'
read_3() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/routeTables/rt-aks/routes/aksess-20.61.14.33-32?api-version=2025-05-01' "$route_query"
}
state_3() {
  arm_text '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/routeTables/rt-aks/routes/aksess-20.61.14.33-32?api-version=2025-05-01' properties.provisioningState
}
write_3() {
  cat >"$work/body.json" <<'END'
{
  "name": "aksess-20.61.14.33-32",
  "properties": {
    "addressPrefix": "20.61.14.33/32",
    "nextHopType": "Internet"
  }
}
END
  arm_write put '/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network/routeTables/rt-aks/routes/aksess-20.61.14.33-32?api-version=2025-05-01' "$work/body.json"
}

# Step 4 of 16: Extend the authorized IP ranges of aks-claims
# Without it: The Dev Spaces backend cannot reach the API server of the cluster. Developers cannot reach the API
# server of the cluster.
# Opens: api-server-from-backend, api-server-from-machines@20.86.201.117.
title_4='Extend the authorized IP ranges of aks-claims'
before_4=20.103.77.9/32,20.229.44.16/28,20.61.14.33/32
after_4=13.69.71.144/28,20.103.77.9/32,20.229.44.16/28,20.61.14.33/32,20.86.201.117/32,40.74.30.144/28
read_4() {
  az aks show --only-show-errors --subscription 8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14 --resource-group rg-claims-weu --name aks-claims --query "join(',', sort(not_null(apiServerAccessProfile.authorizedIpRanges, apiServerAccessProfile.authorizedIPRanges, [''])))" --output tsv
}
state_4() {
  az aks show --only-show-errors --subscription 8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14 --resource-group rg-claims-weu --name aks-claims --query provisioningState --output tsv
}
write_4() {
  run az aks update --only-show-errors --output none --subscription 8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14 --resource-group rg-claims-weu --name aks-claims --api-server-authorized-ip-ranges=20.229.44.16/28,20.61.14.33/32,20.103.77.9/32,13.69.71.144/28,20.86.201.117/32,40.74.30.144/28
}

# Step 5 of 16: Apply NetworkPolicy claims-priya/aksess-debug-ingress
# Without it: A debugger cannot connect to pods in dev spaces.
# Opens: debug-ingress.
title_5='Apply NetworkPolicy claims-priya/aksess-debug-ingress'
before_5=absent
after_5='{"ingress":[{"from":[{"ipBlock":{"cidr":"13.69.71.144/28"}},{"ipBlock":{"cidr":"40.74.30.144/28"}}],"ports":[{"protocol":"TCP"}]}],"podSelector":{},"policyTypes":["Ingress"]}'
read_5() {
  kube_text networkpolicy aksess-debug-ingress --namespace claims-priya --output 'jsonpath={.spec}'
}
write_5() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-debug-ingress
  namespace: claims-priya
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector: {}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - ipBlock:
            cidr: 13.69.71.144/28
        - ipBlock:
            cidr: 40.74.30.144/28
      ports:
        - protocol: TCP
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 6 of 16: Apply NetworkPolicy claims/aksess-debug-ingress
# Without it: A debugger cannot connect to pods in dev spaces.
# Opens: debug-ingress.
title_6='Apply NetworkPolicy claims/aksess-debug-ingress'
before_6=absent
after_6='{"ingress":[{"from":[{"ipBlock":{"cidr":"13.69.71.144/28"}},{"ipBlock":{"cidr":"40.74.30.144/28"}}],"ports":[{"protocol":"TCP"}]}],"podSelector":{},"policyTypes":["Ingress"]}'
read_6() {
  kube_text networkpolicy aksess-debug-ingress --namespace claims --output 'jsonpath={.spec}'
}
write_6() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-debug-ingress
  namespace: claims
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector: {}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - ipBlock:
            cidr: 13.69.71.144/28
        - ipBlock:
            cidr: 40.74.30.144/28
      ports:
        - protocol: TCP
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 7 of 16: Apply NetworkPolicy claims-priya/aksess-debug-egress
# Without it: Pods in dev spaces cannot answer a debugger.
# Opens: debug-egress.
title_7='Apply NetworkPolicy claims-priya/aksess-debug-egress'
before_7=absent
after_7='{"egress":[{"ports":[{"port":443,"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"13.69.71.144/28"}},{"ipBlock":{"cidr":"40.74.30.144/28"}}]}],"podSelector":{},"policyTypes":["Egress"]}'
read_7() {
  kube_text networkpolicy aksess-debug-egress --namespace claims-priya --output 'jsonpath={.spec}'
}
write_7() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-debug-egress
  namespace: claims-priya
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector: {}
  policyTypes:
    - Egress
  egress:
    - to:
        - ipBlock:
            cidr: 13.69.71.144/28
        - ipBlock:
            cidr: 40.74.30.144/28
      ports:
        - protocol: TCP
          port: 443
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 8 of 16: Apply NetworkPolicy claims/aksess-debug-egress
# Without it: Pods in dev spaces cannot answer a debugger.
# Opens: debug-egress.
title_8='Apply NetworkPolicy claims/aksess-debug-egress'
before_8=absent
after_8='{"egress":[{"ports":[{"port":443,"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"13.69.71.144/28"}},{"ipBlock":{"cidr":"40.74.30.144/28"}}]}],"podSelector":{},"policyTypes":["Egress"]}'
read_8() {
  kube_text networkpolicy aksess-debug-egress --namespace claims --output 'jsonpath={.spec}'
}
write_8() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-debug-egress
  namespace: claims
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector: {}
  policyTypes:
    - Egress
  egress:
    - to:
        - ipBlock:
            cidr: 13.69.71.144/28
        - ipBlock:
            cidr: 40.74.30.144/28
      ports:
        - protocol: TCP
          port: 443
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 9 of 16: Apply NetworkPolicy claims/aksess-space-routing
# Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:claims->claims-priya.
title_9='Apply NetworkPolicy claims/aksess-space-routing'
before_9=absent
after_9='{"egress":[{"ports":[{"port":8080,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims-priya"}}}]}],"podSelector":{},"policyTypes":["Egress"]}'
read_9() {
  kube_text networkpolicy aksess-space-routing --namespace claims --output 'jsonpath={.spec}'
}
write_9() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing
  namespace: claims
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector: {}
  policyTypes:
    - Egress
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: claims-priya
      ports:
        - protocol: TCP
          port: 8080
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 10 of 16: Apply NetworkPolicy claims-priya/aksess-space-routing
# Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:claims->claims-priya, space-routing:claims-priya->claims:tcp/9000,
# space-routing:claims-priya->claims:tcp/8080, space-routing:claims-priya->claims:tcp/3000.
title_10='Apply NetworkPolicy claims-priya/aksess-space-routing'
before_10=absent
after_10='{"egress":[{"ports":[{"port":9000,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims"}},"podSelector":{"matchLabels":{"app":"fraud-scores"}}}]},{"ports":[{"port":8080,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims"}},"podSelector":{"matchLabels":{"app":"intake"}}}]},{"ports":[{"port":3000,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims"}},"podSelector":{"matchLabels":{"app":"portal"}}}]}],"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims"}}}],"ports":[{"port":8080,"protocol":"TCP"}]}],"podSelector":{},"policyTypes":["Ingress","Egress"]}'
read_10() {
  kube_text networkpolicy aksess-space-routing --namespace claims-priya --output 'jsonpath={.spec}'
}
write_10() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing
  namespace: claims-priya
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector: {}
  policyTypes:
    - Ingress
    - Egress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: claims
      ports:
        - protocol: TCP
          port: 8080
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: claims
          podSelector:
            matchLabels:
              app: fraud-scores
      ports:
        - protocol: TCP
          port: 9000
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: claims
          podSelector:
            matchLabels:
              app: intake
      ports:
        - protocol: TCP
          port: 8080
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: claims
          podSelector:
            matchLabels:
              app: portal
      ports:
        - protocol: TCP
          port: 3000
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 11 of 16: Apply NetworkPolicy claims/aksess-space-routing-2
# Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:claims-priya->claims:tcp/9000.
title_11='Apply NetworkPolicy claims/aksess-space-routing-2'
before_11=absent
after_11='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims-priya"}}}],"ports":[{"port":9000,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"fraud-scores"}},"policyTypes":["Ingress"]}'
read_11() {
  kube_text networkpolicy aksess-space-routing-2 --namespace claims --output 'jsonpath={.spec}'
}
write_11() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing-2
  namespace: claims
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector:
    matchLabels:
      app: fraud-scores
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: claims-priya
      ports:
        - protocol: TCP
          port: 9000
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 12 of 16: Apply NetworkPolicy claims/aksess-space-routing-3
# Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:claims-priya->claims:tcp/8080.
title_12='Apply NetworkPolicy claims/aksess-space-routing-3'
before_12=absent
after_12='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims-priya"}}}],"ports":[{"port":8080,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"intake"}},"policyTypes":["Ingress"]}'
read_12() {
  kube_text networkpolicy aksess-space-routing-3 --namespace claims --output 'jsonpath={.spec}'
}
write_12() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing-3
  namespace: claims
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector:
    matchLabels:
      app: intake
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: claims-priya
      ports:
        - protocol: TCP
          port: 8080
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 13 of 16: Apply NetworkPolicy claims/aksess-space-routing-4
# Without it: Requests are not routed between a parent space and its child spaces.
# Opens: space-routing:claims-priya->claims:tcp/3000.
title_13='Apply NetworkPolicy claims/aksess-space-routing-4'
before_13=absent
after_13='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"claims-priya"}}}],"ports":[{"port":3000,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"portal"}},"policyTypes":["Ingress"]}'
read_13() {
  kube_text networkpolicy aksess-space-routing-4 --namespace claims --output 'jsonpath={.spec}'
}
write_13() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-space-routing-4
  namespace: claims
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector:
    matchLabels:
      app: portal
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: claims-priya
      ports:
        - protocol: TCP
          port: 3000
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 14 of 16: Apply NetworkPolicy claims-priya/aksess-ingress-to-spaces
# Without it: The ingress controller does not reach the pods of dev spaces.
# Opens: ingress-to-spaces:tcp/8080.
title_14='Apply NetworkPolicy claims-priya/aksess-ingress-to-spaces'
before_14=absent
after_14='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"azds"}}}],"ports":[{"port":8080,"protocol":"TCP"}]}],"podSelector":{},"policyTypes":["Ingress"]}'
read_14() {
  kube_text networkpolicy aksess-ingress-to-spaces --namespace claims-priya --output 'jsonpath={.spec}'
}
write_14() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-ingress-to-spaces
  namespace: claims-priya
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector: {}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: azds
      ports:
        - protocol: TCP
          port: 8080
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 15 of 16: Apply NetworkPolicy claims/aksess-ingress-to-spaces
# Without it: The ingress controller does not reach the pods of dev spaces.
# Opens: ingress-to-spaces:tcp/8080.
title_15='Apply NetworkPolicy claims/aksess-ingress-to-spaces'
before_15=absent
after_15='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"azds"}}}],"ports":[{"port":8080,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"intake"}},"policyTypes":["Ingress"]}'
read_15() {
  kube_text networkpolicy aksess-ingress-to-spaces --namespace claims --output 'jsonpath={.spec}'
}
write_15() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-ingress-to-spaces
  namespace: claims
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector:
    matchLabels:
      app: intake
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: azds
      ports:
        - protocol: TCP
          port: 8080
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
}

# Step 16 of 16: Apply NetworkPolicy claims/aksess-ingress-to-spaces-2
# Without it: The ingress controller does not reach the pods of dev spaces.
# Opens: ingress-to-spaces:tcp/3000.
title_16='Apply NetworkPolicy claims/aksess-ingress-to-spaces-2'
before_16=absent
after_16='{"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"azds"}}}],"ports":[{"port":3000,"protocol":"TCP"}]}],"podSelector":{"matchLabels":{"app":"portal"}},"policyTypes":["Ingress"]}'
read_16() {
  kube_text networkpolicy aksess-ingress-to-spaces-2 --namespace claims --output 'jsonpath={.spec}'
}
write_16() {
  cat >"$work/object.yaml" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: aksess-ingress-to-spaces-2
  namespace: claims
  labels:
    app.kubernetes.io/managed-by: aksess
spec:
  podSelector:
    matchLabels:
      app: portal
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: azds
      ports:
        - protocol: TCP
          port: 3000
END
  run kubectl --kubeconfig "$kubeconfig" apply --server-side --field-manager=aksess --filename "$work/object.yaml"
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
state=$(settled state_1)
now=$(read_1)
verify "$title_1" "$now" "$before_1" "$after_1"
if pending "$now" "$after_1" "$state"; then
  lease_renew
  write_1
fi

say "2/16 $title_2"
state=$(settled state_2)
now=$(read_2)
verify "$title_2" "$now" "$before_2" "$after_2"
if pending "$now" "$after_2" "$state"; then
  lease_renew
  write_2
fi

say "3/16 $title_3"
state=$(settled state_3)
now=$(read_3)
verify "$title_3" "$now" "$before_3" "$after_3"
if pending "$now" "$after_3" "$state"; then
  lease_renew
  write_3
fi

say "4/16 $title_4"
state=$(settled state_4)
now=$(read_4)
verify "$title_4" "$now" "$before_4" "$after_4"
if pending "$now" "$after_4" "$state"; then
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
now=$(read_13)
verify "$title_13" "$now" "$before_13" "$after_13"
if pending "$now" "$after_13"; then
  lease_renew
  write_13
fi

say "14/16 $title_14"
now=$(read_14)
verify "$title_14" "$now" "$before_14" "$after_14"
if pending "$now" "$after_14"; then
  lease_renew
  write_14
fi

say "15/16 $title_15"
now=$(read_15)
verify "$title_15" "$now" "$before_15" "$after_15"
if pending "$now" "$after_15"; then
  lease_renew
  write_15
fi

say "16/16 $title_16"
now=$(read_16)
verify "$title_16" "$now" "$before_16" "$after_16"
if pending "$now" "$after_16"; then
  lease_renew
  write_16
fi

if [ "$dry_run" = yes ]; then say "Nothing was changed."; else say "Done: 16 steps."; fi
