import {assertNever} from '../../errors.js';
import type {Change, ChangeOf, KubeRef} from '../../plan/change.js';
import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import {canonicalJson} from '../../topology/canonical-json.js';
import type {ArmResource, KubeObject} from '../../topology/world.js';
import {printableJson} from '../printable.js';
import {kubeYaml} from '../yaml/kube-yaml.js';
import {projections} from './arm-projection.js';
import {classicMerge, classicNames, classicQuery, classicText} from './classic-projection.js';
import {bashCommand, bashHeredoc, quoteBash} from './quote-bash.js';

/** The API versions that our bodies are written for. */
export const apiVersions = {network: '2025-05-01', containerService: '2025-10-01'} as const;

/** One step in bash: how to read its part of the network as text, that text before and after, and how to change it. */
export type BashStep = {
	readonly read: string;
	readonly before: string;
	readonly after: string;
	/** How to read whether it is being worked on, and how that ended last; undefined where a write is done when it is answered. */
	readonly state: string | undefined;
	/** The lines of a function's body; here-documents keep their first column, the rest is indented. */
	readonly write: readonly string[];
};

export function bashStep(change: Change): BashStep {
	switch (change.kind) {
		case 'arm-child': {
			return armChild(change);
		}

		case 'classic-collections': {
			return classicCollections(change);
		}

		case 'authorized-ranges': {
			return authorizedRanges(change);
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

/** The queries that the steps share: each is long, and is read once. */
export function sharedQueries(changes: readonly Change[]): readonly string[] {
	const types = new Set(changes.flatMap(change => (change.kind === 'arm-child' ? [change.type] : [])));
	return [
		...[...types].map(type => `${queryVariable(type)}=${quoteBash(projections[type].query)}`),
		...(changes.some(({kind}) => kind === 'classic-collections')
			? [
					...bashHeredoc('cat >"$work/collections.jq"', classicQuery),
					...bashHeredoc('cat >"$work/exchange.jq"', classicMerge),
				]
			: []),
	];
}

function queryVariable(type: keyof typeof projections): string {
	return `${type.replaceAll('-', '_')}_query`;
}

function armChild(change: ChangeOf<'arm-child'>): BashStep {
	const {text} = projections[change.type];
	const path = armPath(change.id);
	return {
		read: `arm_text ${quoteBash(path)} "$${queryVariable(change.type)}"`,
		before: text(change.before),
		after: text(change.after),
		state: armState(path),
		write:
			change.after === null
				? [`  arm_write delete ${quoteBash(path)}`]
				: [...file('body.json', bodyOf(change.after)), `  arm_write put ${quoteBash(path)} "$work/body.json"`],
	};
}

function armState(path: string): string {
	return `arm_text ${quoteBash(path)} properties.provisioningState`;
}

/** A file with exactly this text, made when the step is done. */
function file(name: string, text: string): readonly string[] {
	return bashHeredoc(`  cat >"$work/${name}"`, text);
}

function bodyOf(resource: ArmResource): string {
	return json({name: resource.name, properties: resource.properties});
}

function json(value: unknown): string {
	return printableJson(value, 2);
}

/** A relative URL: az puts the management endpoint of the cloud it is signed in to before it. */
function armPath(id: ArmId): string {
	const encoded = id.split('/').map(encodeURIComponent).join('/');
	return `${encoded}?api-version=${apiVersions.network}`;
}

function authorizedRanges(change: ChangeOf<'authorized-ranges'>): BashStep {
	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(change.cluster) ?? {};
	const cluster = ['--subscription', subscription, '--resource-group', resourceGroup, '--name', name];
	const show = ['az', 'aks', 'show', '--only-show-errors', ...cluster];
	return {
		read: bashCommand(
			...show,
			'--query',
			// az and the REST API spell the field differently.
			`join(',', sort(not_null(${['authorizedIpRanges', 'authorizedIPRanges'].map(name => `apiServerAccessProfile.${name}`).join(', ')}, [''])))`,
			'--output',
			'tsv',
		),
		before: sorted(change.before),
		after: sorted(change.after),
		state: bashCommand(...show, '--query', 'provisioningState', '--output', 'tsv'),
		write: [
			`  run ${bashCommand(
				...['az', 'aks', 'update', '--only-show-errors', '--output', 'none', ...cluster],
				`--api-server-authorized-ip-ranges=${change.after.join(',')}`,
			)}`,
		],
	};
}

function sorted(ranges: readonly string[]): string {
	return ranges.toSorted().join(',');
}

function kubeObject(change: ChangeOf<'kube-object'>): BashStep {
	const target = kubeTarget(change.ref);
	return {
		read: `kube_text ${bashCommand(...target, '--output', 'jsonpath={.spec}')}`,
		before: specText(change.before),
		after: specText(change.after),
		state: undefined,
		write:
			change.after === null
				? [`  ${kubectl} delete ${bashCommand(...target, '--ignore-not-found')}`]
				: [
						...file('object.yaml', kubeYaml([change.after])),
						`  ${kubectl} apply --server-side --field-manager=aksess --filename "$work/object.yaml"`,
					],
	};
}

/** The whole command, so that a dry run shows what one could type. */
const kubectl = 'run kubectl --kubeconfig "$kubeconfig"';

/** kubectl prints a JSON object with sorted keys and no blanks. */
function specText(object: KubeObject | null): string {
	return object === null ? 'absent' : canonicalJson(object['spec'] ?? null);
}

function kubeTarget({kind, namespace, name}: KubeRef): readonly string[] {
	return [kind.toLowerCase(), name, ...(namespace === undefined ? [] : ['--namespace', namespace])];
}

function kubeMetadata(change: ChangeOf<'kube-metadata'>): BashStep {
	const {ref, field, before, after} = change;
	const keys = Object.keys(after);
	const paths = keys.map(key => `{.metadata.${field}.${key.replaceAll('.', String.raw`\.`)}}`);
	const text = (values: typeof after) => keys.map(key => values[key] ?? '').join('|');
	const words = Object.entries(after).map(([key, value]) => quoteBash(value === null ? `${key}-` : `${key}=${value}`));
	const target = kubeTarget(ref);
	return {
		read: `kube_text ${bashCommand(...target, '--output', `jsonpath=${paths.join('|')}`)}`,
		before: text(before),
		after: text(after),
		state: undefined,
		write: [
			`  ${[kubectl, field === 'labels' ? 'label' : 'annotate', bashCommand(...target), ...words, '--overwrite'].join(' ')}`,
		],
	};
}

/** The firewall is one resource: read it, replace only the collections with our names, write it back. */
function classicCollections(change: ChangeOf<'classic-collections'>): BashStep {
	const path = armPath(change.firewall);
	const own = classicNames(change.before, change.after);
	return {
		read: `classic_text ${quoteBash(path)} ${quoteBash(own)} "$work/collections.jq"`,
		before: classicText(change.before),
		after: classicText(change.after),
		state: armState(path),
		write: [
			...file('own.json', json(change.after)),
			'  # Only our own collections are exchanged; the rest of the firewall goes back as it was read just now.',
			`  az rest --only-show-errors --method get --url ${quoteBash(path)} >"$work/firewall.json"`,
			`  jq --argjson names ${quoteBash(own)} --slurpfile own "$work/own.json" --from-file "$work/exchange.jq" "$work/firewall.json" >"$work/body.json"`,
			`  arm_write put ${quoteBash(path)} "$work/body.json"`,
		],
	};
}
