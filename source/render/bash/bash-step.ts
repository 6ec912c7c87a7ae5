import {assertNever} from '../../errors.js';
import type {Change, ClassicCollections} from '../../plan/change.js';
import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import type {ArmResource} from '../../topology/world.js';
import {kubeYaml} from '../yaml/kube-yaml.js';
import {projections} from './arm-projection.js';
import {bashCommand, bashHeredoc, quoteBash} from './quote-bash.js';

/** The API versions that our bodies are written for. */
export const apiVersions = {network: '2025-05-01', containerService: '2025-10-01'} as const;

/** Body of one step: lines of bash that check where things stand, change them, and are safe to run twice. */
export function bashStep(change: Change, title: string): readonly string[] {
	switch (change.kind) {
		case 'arm-child': {
			return armChild(change, title);
		}

		case 'classic-collections': {
			return classicCollections(change, title);
		}

		case 'authorized-ranges': {
			return authorizedRanges(change, title);
		}

		case 'kube-object': {
			return kubeObject(change);
		}

		case 'kube-metadata': {
			return kubeMetadata(change);
		}

		default: {
			return assertNever(change);
		}
	}
}

/** Which programs the script has to find before it begins. */
export function programsFor(changes: readonly Change[]): readonly string[] {
	const kube = changes.some(({kind}) => kind === 'kube-object' || kind === 'kube-metadata');
	const classic = changes.some(({kind}) => kind === 'classic-collections');
	return ['az', ...(kube ? ['kubectl'] : []), ...(classic ? ['jq'] : [])];
}

function armChild(change: Extract<Change, {kind: 'arm-child'}>, title: string): readonly string[] {
	const {query, text} = projections[change.type];
	const before = text(change.before);
	const after = text(change.after);
	const path = armPath(change.id);
	const write =
		change.after === null
			? [`  arm_write delete ${quoteBash(path)}`]
			: [
					...bashHeredoc('  cat >"$work/body.json"', bodyOf(change.after)),
					`  arm_write put ${quoteBash(path)} "$work/body.json"`,
				];
	return guarded(`arm_text ${quoteBash(path)} ${quoteBash(query)}`, title, before, after, write);
}

/** Reads the state, then writes unless it is there already; stops when it is neither. */
function guarded(
	read: string,
	title: string,
	before: string,
	after: string,
	write: readonly string[],
): readonly string[] {
	return [
		`now=$(${read})`,
		'status=0',
		`expect ${quoteBash(title)} "$now" ${quoteBash(before)} ${quoteBash(after)} || status=$?`,
		'if [ "$status" = 10 ]; then',
		`  say "  done already"`,
		'else',
		...write,
		'fi',
	];
}

function bodyOf(resource: ArmResource): string {
	return JSON.stringify({name: resource.name, properties: resource.properties}, null, 2);
}

/** A relative URL: az puts the management endpoint of the cloud it is signed in to before it. */
function armPath(id: ArmId): string {
	const encoded = id.split('/').map(encodeURIComponent).join('/');
	return `${encoded}?api-version=${apiVersions.network}`;
}

function authorizedRanges(change: Extract<Change, {kind: 'authorized-ranges'}>, title: string): readonly string[] {
	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(change.cluster) ?? {};
	const cluster = ['--subscription', subscription, '--resource-group', resourceGroup, '--name', name];
	const read = bashCommand(
		...['az', 'aks', 'show', '--only-show-errors', ...cluster],
		'--query',
		"join(',', sort(apiServerAccessProfile.authorizedIpRanges || `[]`))",
		'--output',
		'tsv',
	);
	return guarded(read, title, sorted(change.before), sorted(change.after), [
		`  run ${bashCommand(
			...['az', 'aks', 'update', '--only-show-errors', '--output', 'none', ...cluster],
			`--api-server-authorized-ip-ranges=${change.after.join(',')}`,
		)}`,
	]);
}

function sorted(ranges: readonly string[]): string {
	return ranges.toSorted().join(',');
}

function kubeObject(change: Extract<Change, {kind: 'kube-object'}>): readonly string[] {
	if (change.after === null) {
		const {kind, namespace, name} = change.ref;
		const scope = namespace === undefined ? [] : ['--namespace', namespace];
		return [`run kube ${bashCommand('delete', kind.toLowerCase(), name, ...scope, '--ignore-not-found')}`];
	}

	return [
		...bashHeredoc('cat >"$work/object.yaml"', kubeYaml([change.after])),
		'run kube apply --server-side --field-manager=aksess --filename "$work/object.yaml"',
	];
}

function kubeMetadata(change: Extract<Change, {kind: 'kube-metadata'}>): readonly string[] {
	const {kind, namespace, name} = change.ref;
	const scope = namespace === undefined ? [] : ['--namespace', namespace];
	const values = Object.entries(change.after).map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`));
	const verb = change.field === 'labels' ? 'label' : 'annotate';
	return [`run kube ${bashCommand(verb, kind.toLowerCase(), name, ...scope, ...values, '--overwrite')}`];
}

/** The firewall is one resource: read it, replace only the collections with our names, write it back. */
function classicCollections(change: Extract<Change, {kind: 'classic-collections'}>, title: string): readonly string[] {
	const path = armPath(change.firewall);
	const names = collectionNames(change.before, change.after);
	const own = 'map(select(.name as $n | $names | index($n)))';
	const others = 'map(select(.name as $n | $names | index($n) | not))';
	const fields = ['natRuleCollections', 'networkRuleCollections', 'applicationRuleCollections'] as const;
	const digest = `{${fields.map(field => `${field}: (.properties.${field} // [] | ${own} | map({name, rules: [.properties.rules[].name]}))`).join(', ')}}`;
	return [
		...bashHeredoc('cat >"$work/own.json"', JSON.stringify(change.after, null, 2)),
		`names=${quoteBash(JSON.stringify(names))}`,
		`az rest --only-show-errors --method get --url ${quoteBash(path)} >"$work/firewall.json"`,
		`now=$(jq --compact-output --argjson names "$names" ${quoteBash(digest)} "$work/firewall.json")`,
		'status=0',
		`expect ${quoteBash(title)} "$now" ${quoteBash(classicDigest(change.before))} ${quoteBash(classicDigest(change.after))} || status=$?`,
		'if [ "$status" = 10 ]; then',
		'  say "  done already"',
		'else',
		`  jq --argjson names "$names" --slurpfile own "$work/own.json" ${quoteBash(
			fields.map(field => `.properties.${field} |= ((. // [] | ${others}) + $own[0].${field})`).join(' | '),
		)} "$work/firewall.json" >"$work/body.json"`,
		`  arm_write put ${quoteBash(path)} "$work/body.json"`,
		'fi',
	];
}

function collectionNames(...sides: readonly ClassicCollections[]): readonly string[] {
	const all = sides.flatMap(side => [
		...side.natRuleCollections,
		...side.networkRuleCollections,
		...side.applicationRuleCollections,
	]);
	return [...new Set(all.map(collection => String(collection['name'])))];
}

function classicDigest(side: ClassicCollections): string {
	const digest = (collections: ClassicCollections['natRuleCollections']) =>
		collections.map(collection => ({
			name: collection['name'],
			rules: rulesOf(collection['properties']).map(rule => rule['name']),
		}));
	return JSON.stringify({
		natRuleCollections: digest(side.natRuleCollections),
		networkRuleCollections: digest(side.networkRuleCollections),
		applicationRuleCollections: digest(side.applicationRuleCollections),
	});
}

function rulesOf(properties: unknown): readonly Record<string, unknown>[] {
	return typeof properties === 'object' &&
		properties !== null &&
		'rules' in properties &&
		Array.isArray(properties.rules)
		? properties.rules
		: [];
}
