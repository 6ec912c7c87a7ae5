import {ledger} from '../../topology/ledger.js';
import type {LedgerRow} from '../../topology/ledger-row.js';
import {kubeResources} from '../../topology/world.js';
import {quoteBash} from './quote-bash.js';

const networkApi = '2025-05-01';

/** What only a cluster tells whose kinds may hold values of people's own, and so is not fetched whole. */
const notWhole: ReadonlySet<string> = new Set([
	'pods',
	'deployments',
	'statefulsets',
	'daemonsets',
	'replicasets',
	'replicationcontrollers',
	'jobs',
	'cronjobs',
	'virtualmachines',
	'envoyfilters',
]);

/** Of pods only what decides: no environment, no arguments, no volumes, no annotations. */
const podTemplate = [
	'{range .items[*]}---{"\\n"}apiVersion: v1{"\\n"}kind: Pod{"\\n"}',
	'metadata:{"\\n"}  name: "{.metadata.name}"{"\\n"}  namespace: "{.metadata.namespace}"{"\\n"}',
	'  labels: {.metadata.labels}{"\\n"}  ownerReferences: {.metadata.ownerReferences}{"\\n"}',
	'spec:{"\\n"}  nodeName: "{.spec.nodeName}"{"\\n"}  serviceAccountName: "{.spec.serviceAccountName}"{"\\n"}',
	'  hostNetwork: {.spec.hostNetwork}{"\\n"}  containers:{"\\n"}',
	'{range .spec.containers[*]}  - name: "{.name}"{"\\n"}    image: "{.image}"{"\\n"}    ports: {.ports}{"\\n"}{end}',
	'status:{"\\n"}  phase: "{.status.phase}"{"\\n"}  podIP: "{.status.podIP}"{"\\n"}  podIPs: {.status.podIPs}{"\\n"}{end}',
].join('');

/**
 * A script for whoever has access: it reads a cluster and the network around it with az and kubectl, changes nothing and
 * writes one archive that `--world` takes. What may not be read is put down as such, so that it is not taken for absent.
 */
export function collectScript({
	group,
	name,
}: {
	readonly group: string | undefined;
	readonly name: string | undefined;
}): string {
	return [
		'#!/usr/bin/env bash',
		'# Reads an AKS cluster and the network around it and writes one archive, for `aksess check --world ARCHIVE`.',
		'# Changes nothing. Needs bash, az (signed in, on the right subscription), kubectl and tar.',
		'# Not in the archive: environments, arguments and volumes of pods, secrets, configuration maps, credentials.',
		'set -euo pipefail',
		'',
		`group=\${1:-${group === undefined ? '' : quoteBash(group)}}`,
		`name=\${2:-${name === undefined ? '' : quoteBash(name)}}`,
		'if [[ -z $group || -z $name ]]; then',
		'  echo "Usage: bash collect.sh RESOURCE-GROUP CLUSTER" >&2',
		'  exit 2',
		'fi',
		'',
		functions,
		'cluster=$(az aks show --resource-group "$group" --name "$name" --query id --output tsv)',
		'location=$(az aks show --resource-group "$group" --name "$name" --query location --output tsv)',
		'subscription=$(cut -d/ -f3 <<< "$cluster")',
		'get cluster Microsoft.ContainerService/managedClusters "$cluster?api-version=2026-04-01"',
		`get service-tags Microsoft.Network/locations/serviceTags "/subscriptions/$subscription/providers/Microsoft.Network/locations/$location/serviceTags?api-version=${networkApi}"`,
		'',
		'# Lists of the subscription, and what belongs to their entries.',
		...ledger.filter(isListed).flatMap(linesFor),
		'',
		'# What each network says of itself.',
		'for id in $(ids virtualNetworks); do',
		`  answer "$id" "$(az rest --method get --url "$id/usages?api-version=${networkApi}" 2> "$work/error" || true)"`,
		`  answer "$id/listNetworkManagerEffectiveSecurityAdminRules" "$(az rest --method post --url "$id/listNetworkManagerEffectiveSecurityAdminRules?api-version=${networkApi}" --body '{}' 2> "$work/error" || true)"`,
		'done',
		'',
		'# The cluster from inside. The credentials stay outside of the archive.',
		'if az aks get-credentials --resource-group "$group" --name "$name" --file "$work/kubeconfig" > /dev/null 2> "$work/error"; then',
		'  export KUBECONFIG=$work/kubeconfig',
		'  served=$(kubectl api-resources --verbs=list --output=name 2> "$work/error" || true)',
		...kubeResources.filter(plural => !notWhole.has(plural)).map(plural => `  objects ${plural}`),
		`  if ! kubectl get pods --all-namespaces --output=jsonpath=${quoteBash(podTemplate)} > "$folder/pods.yaml" 2> "$work/error"; then`,
		'    unread pods',
		'  fi',
		'else',
		`  unread ${kubeResources.filter(plural => !plural.includes('.')).join(' ')}`,
		'fi',
		'',
		'if [[ -s $work/denied ]]; then',
		'  { printf \'{"aksess:denied": [\'; sed \'s/.*/"&"/\' "$work/denied" | paste -sd, -; printf \']}\'; } > "$folder/access.json"',
		'fi',
		'',
		'archive=$PWD/aksess-$name.tgz',
		'tar -czf "$archive" -C "$folder" .',
		'echo "$archive"',
		'',
	].join('\n');
}

const functions = `work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/world
mkdir "$folder"
: > "$work/denied"

# WHAT...: it is there, perhaps, and could not be read.
unread() {
  printf 'Not read: %s. %s\\n' "$*" "$(head -n 1 "$work/error")" >&2
  printf '%s\\n' "$@" >> "$work/denied"
}

# FILE TYPE URL: every page of an answer.
get() {
  local url=$3 page=1
  while [[ -n $url ]]; do
    if ! az rest --method get --url "$url" > "$folder/$1-$page.json" 2> "$work/error"; then
      rm "$folder/$1-$page.json"
      # Where Azure does not know the type there is none.
      grep -qE 'NotFound|NoRegisteredProviderFound|InvalidResourceType' "$work/error" || unread "$2"
      return
    fi
    url=$(sed -nE 's/^  "nextLink": "(.*)",?$/\\1/p' "$folder/$1-$page.json")
    page=$((page + 1))
  done
}

# FILE: the ids of the resources in a list.
ids() {
  cat "$folder/$1"-*.json 2> /dev/null | sed -nE 's/^      "id": "(.*)",?$/\\1/p'
}

# KEY JSON: an answer that does not say whose it is.
answer() {
  if [[ -n $2 ]]; then
    printf '{"%s": %s}\\n' "$1" "$2" > "$folder/answer-$(printf '%s' "$1" | cksum | cut -d' ' -f1).json"
  fi
}

# PLURAL: all objects of a kind that the cluster knows.
objects() {
  if grep -qE "^$1(\\\\.|$)" <<< "$served"; then
    kubectl get "$1" --all-namespaces --output=json > "$folder/$1.json" 2> "$work/error" || { rm "$folder/$1.json"; unread "$1"; }
  fi
}
`;

/** What is listed for its own sake, and what the readers list to follow references. */
const alsoListed = new Set(
	[
		'virtualNetworks',
		'networkSecurityGroups',
		'routeTables',
		'azureFirewalls',
		'firewallPolicies',
		'ipGroups',
		'natGateways',
		'publicIPAddresses',
		'publicIPPrefixes',
		'loadBalancers',
	].map(type => `Microsoft.Network/${type}`),
);

function isListed({type, listed}: LedgerRow): boolean {
	return listed !== undefined || alsoListed.has(type);
}

function linesFor({type, listed}: LedgerRow): readonly string[] {
	const [, file = ''] = type.split('/');
	const version = listed?.apiVersion ?? networkApi;
	const children = type === 'Microsoft.Network/firewallPolicies' ? ['ruleCollectionGroups'] : (listed?.children ?? []);
	return [
		`get ${file} ${type} "/subscriptions/$subscription/providers/${type}?api-version=${version}"`,
		...(children.length === 0
			? []
			: [
					`for id in $(ids ${file}); do`,
					...children.map(
						child =>
							`  get "${file}-${child}-$(printf '%s' "$id" | cksum | cut -d' ' -f1)" ${type}/${child} "$id/${child}?api-version=${version}"`,
					),
					'done',
				]),
	];
}
