import {pluralize} from '../../plan/pluralize.js';
import type {LogKind} from '../../profiles/traffic/read-log.js';
import {knownValue} from '../../topology/known.js';
import type {DrawSource} from '../dependencies.js';
import type {Memory} from '../state.js';

export type DrawRow = {
	readonly key: string;
	readonly group: 'registries' | 'namespaces' | 'logs';
	readonly name: string;
	/** Beside the name, short. */
	readonly details: string;
} & (
	| {readonly kind: 'source'; readonly source: DrawSource}
	/** The file is still to be named. */
	| {readonly kind: 'log'; readonly log: LogKind}
	/** Whether addresses of clients are left out of what a log tells. */
	| {readonly kind: 'masked'}
);

/** What a profile can be drawn from here. */
export function drawRows(memory: Memory): readonly DrawRow[] {
	return [...registryRows(memory), ...namespaceRows(memory), ...logRows];
}

/** Why namespaces are missing from the list, a sentence; undefined where none is. */
export function missingNamespaces({inspection}: Memory): string | undefined {
	if (inspection === undefined) {
		return 'Nothing was read yet: go back and read the network first.';
	}

	const {namespaces, pods} = inspection.topology.kubernetes;
	const unread = [namespaces, pods].find(({state}) => state !== 'known');
	return unread === undefined
		? undefined
		: unread.state === 'denied'
			? `They could not be read: ${unread.reason}`
			: 'They were not read.';
}

function registryRows({recognised}: Memory): readonly DrawRow[] {
	const unnamed = recognised?.unnamed ?? [];
	const [first, ...more] = unnamed;
	if (first === undefined) {
		return [];
	}

	const pods = unnamed.reduce((sum, entry) => sum + entry.pods, 0);
	return [
		{
			key: 'registries',
			group: 'registries',
			kind: 'source',
			source: {kind: 'registries', unnamed},
			name: first.registry + (more.length === 0 ? '' : ` and ${more.length} more`),
			details: `images of ${pluralize(pods, 'pod')} come from there`,
		},
	];
}

function namespaceRows({inspection}: Memory): readonly DrawRow[] {
	const {kubernetes} = inspection?.topology ?? {};
	const pods = Map.groupBy(knownValue(kubernetes?.pods ?? absentList) ?? [], ({namespace}) => namespace);
	const names = new Set([
		...(knownValue(kubernetes?.namespaces ?? absentList) ?? []).map(({name}) => name),
		...pods.keys(),
	]);
	return [...names]
		.toSorted((a, b) => rank(a, pods) - rank(b, pods) || (a < b ? -1 : 1))
		.map(namespace => ({
			key: `namespace:${namespace}`,
			group: 'namespaces',
			kind: 'source',
			source: {kind: 'namespace', namespace},
			name: namespace,
			details: pluralize(pods.get(namespace)?.length ?? 0, 'pod'),
		}));
}

const absentList = {state: 'absent'} as const;

/** One's own workloads come first, then what belongs to the cluster, then what is empty. */
function rank(namespace: string, pods: ReadonlyMap<string, unknown>): number {
	return pods.has(namespace) ? (namespace.startsWith('kube-') ? 1 : 0) : 2;
}

const logRows: readonly DrawRow[] = [
	{
		key: 'firewall-log',
		group: 'logs',
		kind: 'log',
		log: 'firewall-log',
		name: 'What Azure Firewall denied',
		details: 'CSV or JSON of Log Analytics',
	},
	{
		key: 'hubble-flows',
		group: 'logs',
		kind: 'log',
		log: 'hubble-flows',
		name: 'Flows of Hubble',
		details: 'hubble observe --output json',
	},
	{
		key: 'proxy-list',
		group: 'logs',
		kind: 'log',
		log: 'proxy-list',
		name: 'What a proxy lets through',
		details: 'a list of hosts, or acl lines of Squid',
	},
	{
		key: 'masked',
		group: 'logs',
		kind: 'masked',
		name: 'Leave out addresses of clients',
		details: 'they may be personal data',
	},
];
