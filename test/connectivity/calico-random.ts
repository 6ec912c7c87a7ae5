import type {Json, KubeObject} from '../../source/topology/world.js';
import type {NaiveCluster, NaivePod, NaivePolicy, NaiveRule} from './calico-naive.js';

/** Numbers that come out the same for the same seed (mulberry32). */
export function randomNumbers(seed: number) {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (count: number) => Math.floor(next() * count);
	const pick = <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0];
	const some = <T>(most: number, make: (index: number) => T): readonly T[] =>
		Array.from({length: below(most + 1)}, (_, index) => make(index));
	const maybe = <T>(chance: number, make: () => T): T | undefined => (next() < chance ? make() : undefined);
	return {below, pick, some, maybe};
}

type Random = ReturnType<typeof randomNumbers>;

const namespaces = ['red', 'blue', 'green'] as const;
const addresses = ['10.0.0.1', '10.0.0.2', '10.0.1.1', '10.0.1.2', '10.0.2.1'] as const;
const nets = ['10.0.0.0/24', '10.0.1.0/24', '10.0.0.0/8', '20.0.0.0/8', '20.0.0.1/32', '0.0.0.0/0'] as const;

/** A small cluster in which policies often meet: few labels, few values, few ports. */
export function randomCluster(random: Random): NaiveCluster {
	const {below, pick, some, maybe} = random;
	const pods = addresses.slice(0, 2 + below(4)).map(
		(ip, index): NaivePod => ({
			namespace: pick(namespaces),
			name: `pod-${index}`,
			labels: randomLabels(random),
			ip,
			account: pick(['default', 'robot']),
			ports: some(2, port => ({
				name: pick(['web', 'dns']),
				port: [80, 53][port] ?? 80,
				protocol: pick(['TCP', 'UDP']),
			})),
		}),
	);
	const tiers = some(3, index => ({
		name: `tier-${index}`,
		...given(
			'order',
			maybe(0.8, () => pick([10, 10, 500, 2_000_000])),
		),
		...given(
			'defaultAction',
			maybe(0.6, () => pick(['Pass', 'Deny'])),
		),
	}));
	return {
		pods,
		namespaces: {red: {team: 'a'}, blue: {team: 'b', stage: 'prod'}, green: {}},
		accounts: {'red/robot': {kind: 'bot'}, 'blue/default': {kind: 'human'}},
		sets: some(2, () => ({
			...given(
				'namespace',
				maybe(0.5, () => pick(namespaces)),
			),
			labels: randomLabels(random),
			nets: [pick(nets)],
		})),
		tiers,
		policies: Array.from({length: 1 + below(5)}, (_, index) =>
			randomPolicy(random, index, ['default', ...tiers.map(({name}) => name)]),
		),
	};
}

function given<K extends string, T>(key: K, value: T | undefined): {readonly [P in K]?: T} {
	// One key with its value; the computed name widens it to any string.
	return (value === undefined ? {} : {[key]: value}) as {readonly [P in K]?: T};
}

function randomLabels({pick, maybe}: Random): Readonly<Record<string, string>> {
	return {
		...given(
			'app',
			maybe(0.8, () => pick(['web', 'db', 'web-old'])),
		),
		...given(
			'role',
			maybe(0.4, () => pick(['front', 'back'])),
		),
	};
}

function randomPolicy(random: Random, index: number, tiers: readonly string[]): NaivePolicy {
	const {below, pick, some, maybe} = random;
	const namespace = maybe(0.5, () => pick(namespaces));
	const rules = () => some(3, () => randomRule(random, namespace === undefined));
	const types = maybe(0.7, () => pick([['Ingress'], ['Egress'], ['Ingress', 'Egress']]));
	return {
		name: `policy-${index}`,
		...given('namespace', namespace),
		tier: tiers[below(tiers.length)] ?? 'default',
		...given(
			'order',
			maybe(0.7, () => pick([1, 5, 5, 1000])),
		),
		...given(
			'selector',
			maybe(0.7, () => randomSelector(random, 2)),
		),
		...given('namespaceSelector', namespace === undefined ? maybe(0.3, () => namespaceSelector(random)) : undefined),
		...given(
			'serviceAccountSelector',
			maybe(0.1, () => pick(["kind == 'bot'", "projectcalico.org/name == 'robot'"])),
		),
		...given('types', types),
		ingress: rules(),
		egress: rules(),
	};
}

function randomRule(random: Random, isGlobal: boolean): NaiveRule {
	const {pick, maybe} = random;
	const protocol = maybe(0.5, () => pick(['TCP', 'UDP']));
	return {
		action: pick(['Allow', 'Allow', 'Deny', 'Pass', 'Log']),
		...given('protocol', protocol),
		...given('notProtocol', protocol === undefined ? maybe(0.2, () => pick(['TCP', 'SCTP'])) : undefined),
		...given(
			'source',
			maybe(0.6, () => randomEntity(random, isGlobal, false)),
		),
		...given(
			'destination',
			maybe(0.7, () => randomEntity(random, isGlobal, protocol !== undefined)),
		),
	};
}

function randomEntity(random: Random, _isGlobal: boolean, withPorts: boolean): NonNullable<NaiveRule['source']> {
	const {pick, maybe} = random;
	const ports = () => [pick([80, '50:60', 'web', 'dns', 443])];
	return {
		...given(
			'nets',
			maybe(0.2, () => [pick(nets)]),
		),
		...given(
			'notNets',
			maybe(0.15, () => [pick(nets)]),
		),
		...given(
			'selector',
			maybe(0.4, () => randomSelector(random, 2)),
		),
		...given(
			'notSelector',
			maybe(0.15, () => randomSelector(random, 1)),
		),
		...given(
			'namespaceSelector',
			maybe(0.25, () => pick([namespaceSelector(random), 'all()', 'global()'])),
		),
		...given(
			'serviceAccounts',
			maybe(0.1, () => pick([{names: ['robot']}, {selector: "kind == 'bot'"}])),
		),
		...given('ports', withPorts ? maybe(0.5, ports) : undefined),
		...given('notPorts', withPorts ? maybe(0.2, ports) : undefined),
	};
}

function namespaceSelector({pick}: Random): string {
	return pick([
		"team == 'a'",
		'has(team)',
		'!has(team)',
		"projectcalico.org/name in {'red', 'green'}",
		"team not in {'a'} || stage == 'prod'",
	]);
}

function randomSelector(random: Random, depth: number): string {
	const {pick, below} = random;
	if (depth > 0 && below(3) === 0) {
		const [left, right] = [randomSelector(random, depth - 1), randomSelector(random, depth - 1)];
		return pick([`${left} && ${right}`, `(${left}) || ${right}`, `!(${left}) && (${right})`]);
	}

	return pick([
		'all()',
		"app == 'web'",
		"app != 'web'",
		"app in {'web', 'db'}",
		"app not in {'db'}",
		'has(role)',
		'! has(role)',
		"app contains 'o'",
		"app starts with 'web'",
		"app ends with 'b'",
		"projectcalico.org/namespace == 'red'",
		"pcns.team == 'b'",
		"pcsa.kind == 'bot'",
		"projectcalico.org/serviceaccount == 'robot'",
		"projectcalico.org/orchestrator == 'k8s'",
	]);
}

/** The same cluster as manifests. */
export function manifestsOf({
	pods,
	namespaces: places,
	accounts,
	sets,
	tiers,
	policies,
}: NaiveCluster): readonly KubeObject[] {
	const calico = {apiVersion: 'projectcalico.org/v3'};
	const core = {apiVersion: 'v1'};
	// What is made here is JSON; its types say more than that.
	const json = (value: unknown) => value as Json;
	const objects: readonly Json[] = [
		...Object.entries(places).map(([name, labels]) => ({...core, kind: 'Namespace', metadata: {name, labels}})),
		...Object.entries(accounts).map(([path, labels]) => {
			const [namespace = '', name = ''] = path.split('/');
			return {...core, kind: 'ServiceAccount', metadata: {namespace, name, labels}};
		}),
		...pods.map(({namespace, name, labels, ip, account, ports}) => ({
			...core,
			kind: 'Pod',
			metadata: {namespace, name, labels},
			spec: {
				serviceAccountName: account,
				containers: [
					{
						name: 'main',
						ports: ports.map(({name: own, port, protocol}) => ({name: own, containerPort: port, protocol})),
					},
				],
			},
			status: {phase: 'Running', podIP: ip},
		})),
		...sets.map(({namespace, labels, nets: own}, index) => ({
			...calico,
			kind: namespace === undefined ? 'GlobalNetworkSet' : 'NetworkSet',
			metadata: {name: `set-${index}`, labels, ...(namespace === undefined ? {} : {namespace})},
			spec: {nets: own},
		})),
		...tiers.map(({name, ...spec}) => ({...calico, kind: 'Tier', metadata: {name}, spec})),
		...policies.map(({name, namespace, ...spec}) =>
			json({
				...calico,
				kind: namespace === undefined ? 'GlobalNetworkPolicy' : 'NetworkPolicy',
				metadata: {name, ...(namespace === undefined ? {} : {namespace})},
				spec,
			}),
		),
	];
	return objects as readonly KubeObject[];
}
