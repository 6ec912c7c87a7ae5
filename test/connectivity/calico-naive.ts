/*
 * Calico's policies as its documentation tells them (docs.tigera.io: Tier, Global network policy, Network policy, Rule,
 * EntityRule, Selectors, Ports), one packet at a time and without a thought for cost. It shares no code with what it is
 * held against.
 */
type Labels = Readonly<Record<string, string>>;

export type NaivePod = {
	readonly namespace: string;
	readonly name: string;
	readonly labels: Labels;
	readonly ip: string;
	readonly account: string;
	readonly ports: readonly {readonly name: string; readonly port: number; readonly protocol: string}[];
};

type NaiveEntity = {
	readonly nets?: readonly string[];
	readonly notNets?: readonly string[];
	readonly selector?: string;
	readonly notSelector?: string;
	readonly namespaceSelector?: string;
	readonly ports?: readonly (number | string)[];
	readonly notPorts?: readonly (number | string)[];
	readonly serviceAccounts?: {readonly names?: readonly string[]; readonly selector?: string};
};

export type NaiveRule = {
	readonly action: string;
	readonly protocol?: string;
	readonly notProtocol?: string;
	readonly source?: NaiveEntity;
	readonly destination?: NaiveEntity;
};

export type NaivePolicy = {
	readonly name: string;
	/** Undefined: global. */
	readonly namespace?: string;
	readonly tier?: string;
	readonly order?: number;
	readonly selector?: string;
	readonly namespaceSelector?: string;
	readonly serviceAccountSelector?: string;
	readonly types?: readonly string[];
	readonly ingress?: readonly NaiveRule[];
	readonly egress?: readonly NaiveRule[];
};

export type NaiveCluster = {
	readonly pods: readonly NaivePod[];
	readonly namespaces: Readonly<Record<string, Labels>>;
	/** By `namespace/name`. */
	readonly accounts: Readonly<Record<string, Labels>>;
	readonly sets: readonly {readonly namespace?: string; readonly labels: Labels; readonly nets: readonly string[]}[];
	readonly tiers: readonly {readonly name: string; readonly order?: number; readonly defaultAction?: string}[];
	readonly policies: readonly NaivePolicy[];
};

export type Packet = {
	/** A pod, or an address outside. */
	readonly from: NaivePod | string;
	readonly to: NaivePod | string;
	readonly protocol: 'TCP' | 'UDP' | 'SCTP';
	readonly port: number;
};

export function naiveVerdict(cluster: NaiveCluster, packet: Packet): boolean {
	return side(cluster, packet, 'egress') && side(cluster, packet, 'ingress');
}

function side(cluster: NaiveCluster, packet: Packet, direction: 'ingress' | 'egress'): boolean {
	const own = direction === 'ingress' ? packet.to : packet.from;
	if (typeof own === 'string') {
		return true;
	}

	const tiers = [...cluster.tiers, {name: 'default', order: 1_000_000, defaultAction: 'Deny'}].sort(
		(a, b) => compare(a.order, b.order) || (a.name < b.name ? -1 : 1),
	);
	for (const tier of tiers) {
		const applying = cluster.policies
			.filter(policy => (policy.tier ?? 'default') === tier.name && applies(cluster, policy, own, direction))
			.sort((a, b) => compare(a.order, b.order) || (a.name < b.name ? -1 : 1));
		if (applying.length === 0) {
			continue;
		}

		const action = firstAction(cluster, applying, packet, direction) ?? tier.defaultAction ?? 'Deny';
		if (action !== 'Pass') {
			return action === 'Allow';
		}
	}

	return true;
}

/** No order is the highest. */
function compare(a: number | undefined, b: number | undefined): number {
	return a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : a - b;
}

function firstAction(
	cluster: NaiveCluster,
	policies: readonly NaivePolicy[],
	packet: Packet,
	direction: 'ingress' | 'egress',
): string | undefined {
	for (const policy of policies) {
		for (const rule of policy[direction] ?? []) {
			if (rule.action !== 'Log' && ruleMatches(cluster, policy, rule, packet)) {
				return rule.action;
			}
		}
	}

	return undefined;
}

function applies(cluster: NaiveCluster, policy: NaivePolicy, pod: NaivePod, direction: 'ingress' | 'egress'): boolean {
	const hasEgress = (policy.egress ?? []).length > 0;
	const hasIngress = (policy.ingress ?? []).length > 0;
	const types = policy.types ?? [...(hasIngress || !hasEgress ? ['Ingress'] : []), ...(hasEgress ? ['Egress'] : [])];
	return (
		types.includes(direction === 'ingress' ? 'Ingress' : 'Egress') &&
		(policy.namespace === undefined || policy.namespace === pod.namespace) &&
		matches(policy.selector, podLabels(cluster, pod.ip)) &&
		matches(policy.namespaceSelector, namespaceLabels(cluster, pod.namespace)) &&
		matches(policy.serviceAccountSelector, accountLabels(cluster, pod))
	);
}

/** The answers for one cluster, kept: the same few questions come up for every packet. */
function kept<T>(make: (cluster: NaiveCluster, key: string) => T): (cluster: NaiveCluster, key: string) => T {
	const known = new WeakMap<NaiveCluster, Map<string, T>>();
	return (cluster, key) => {
		const own = known.get(cluster) ?? new Map<string, T>();
		known.set(cluster, own);
		const found = own.get(key) ?? make(cluster, key);
		own.set(key, found);
		return found;
	};
}

const resources = kept(resourcesAt);

const podLabels = kept((cluster, ip) => {
	const pod = cluster.pods.find(candidate => candidate.ip === ip);
	return pod === undefined ? {} : endpointLabels(cluster, pod);
});

function endpointLabels(cluster: NaiveCluster, pod: NaivePod): Labels {
	const inherited = Object.entries(namespaceLabels(cluster, pod.namespace)).map(([key, value]) => [
		`pcns.${key}`,
		value,
	]);
	const account = Object.entries(accountLabels(cluster, pod)).map(([key, value]) => [`pcsa.${key}`, value]);
	return {
		...Object.fromEntries([...inherited, ...account]),
		...pod.labels,
		'projectcalico.org/namespace': pod.namespace,
		'projectcalico.org/serviceaccount': pod.account,
		'projectcalico.org/orchestrator': 'k8s',
	};
}

function namespaceLabels({namespaces}: NaiveCluster, name: string): Labels {
	return {...namespaces[name], 'projectcalico.org/name': name};
}

function accountLabels({accounts}: NaiveCluster, {namespace, account}: NaivePod): Labels {
	return {...accounts[`${namespace}/${account}`], 'projectcalico.org/name': account};
}

function ruleMatches(cluster: NaiveCluster, policy: NaivePolicy, rule: NaiveRule, packet: Packet): boolean {
	return (
		(rule.protocol === undefined || rule.protocol === packet.protocol) &&
		rule.notProtocol !== packet.protocol &&
		entityMatches(cluster, policy, rule.source ?? {}, packet.from) &&
		entityMatches(cluster, policy, rule.destination ?? {}, packet.to) &&
		portsMatch(rule.destination ?? {}, packet)
	);
}

function portsMatch({ports, notPorts}: NaiveEntity, packet: Packet): boolean {
	return (
		(ports === undefined || ports.some(port => portMatches(port, packet))) &&
		!(notPorts ?? []).some(port => portMatches(port, packet))
	);
}

function portMatches(port: number | string, {to, protocol, port: number}: Packet): boolean {
	const text = String(port);
	if (/^\d+$/.test(text)) {
		return Number(text) === number;
	}

	if (text.includes(':')) {
		const [first, last] = text.split(':').map(Number);
		return number >= (first ?? 0) && number <= (last ?? 0);
	}

	return (
		typeof to !== 'string' &&
		to.ports.some(own => own.name === text && own.protocol === protocol && own.port === number)
	);
}

function entityMatches(
	cluster: NaiveCluster,
	policy: NaivePolicy,
	entity: NaiveEntity,
	end: NaivePod | string,
): boolean {
	const ip = typeof end === 'string' ? end : end.ip;
	if (entity.nets !== undefined && !entity.nets.some(net => inside(ip, net))) {
		return false;
	}

	if ((entity.notNets ?? []).some(net => inside(ip, net))) {
		return false;
	}

	const known = resources(cluster, ip);
	const {selector, notSelector, namespaceSelector, serviceAccounts} = entity;
	if (notSelector !== undefined && known.some(({labels}) => matches(notSelector, labels))) {
		return false;
	}

	if ([selector, notSelector, namespaceSelector, serviceAccounts].every(part => part === undefined)) {
		return true;
	}

	if (
		selector === undefined &&
		namespaceSelector === undefined &&
		serviceAccounts === undefined &&
		policy.namespace === undefined
	) {
		return true;
	}

	return known.some(({labels, namespace, namespaceLabels: own, account}) => {
		const inScope =
			namespaceSelector === undefined
				? policy.namespace === undefined || namespace === policy.namespace
				: namespace === undefined
					? isGlobal(namespaceSelector)
					: !isGlobal(namespaceSelector) && matches(namespaceSelector, own);
		return (
			inScope &&
			matches(selector, labels) &&
			(serviceAccounts === undefined ||
				(account !== undefined &&
					(serviceAccounts.names === undefined ||
						serviceAccounts.names.includes(account['projectcalico.org/name'] ?? '')) &&
					matches(serviceAccounts.selector, account)))
		);
	});
}

/** In the random clusters `global()` stands alone. */
function isGlobal(selector: string): boolean {
	return selector.trim() === 'global()';
}

type Resource = {
	readonly labels: Labels;
	readonly namespace: string | undefined;
	readonly namespaceLabels: Labels;
	readonly account: Labels | undefined;
};

/** What carries labels and has this end's address: the pod itself, and network sets. */
function resourcesAt(cluster: NaiveCluster, ip: string): readonly Resource[] {
	const pod = cluster.pods.find(candidate => candidate.ip === ip);
	const sets = cluster.sets
		.filter(({nets}) => nets.some(net => inside(ip, net)))
		.map(({labels, namespace}): Resource => {
			const own = namespace === undefined ? {} : namespaceLabels(cluster, namespace);
			const inherited = Object.fromEntries(Object.entries(own).map(([key, value]) => [`pcns.${key}`, value]));
			const place: Labels = namespace === undefined ? {} : {'projectcalico.org/namespace': namespace};
			return {labels: {...inherited, ...labels, ...place}, namespace, namespaceLabels: own, account: undefined};
		});
	return pod === undefined
		? sets
		: [
				...sets,
				{
					labels: endpointLabels(cluster, pod),
					namespace: pod.namespace,
					namespaceLabels: namespaceLabels(cluster, pod.namespace),
					account: accountLabels(cluster, pod),
				},
			];
}

function inside(ip: string, net: string): boolean {
	const [base = '', length = '32'] = net.split('/');
	const bits = (text: string) =>
		text
			.split('.')
			.map(part => Number(part).toString(2).padStart(8, '0'))
			.join('');
	return bits(ip).slice(0, Number(length)) === bits(base).slice(0, Number(length));
}

const answered = new WeakMap<Labels, Map<string, boolean>>();

function matches(selector: string | undefined, labels: Labels): boolean {
	const known = answered.get(labels) ?? new Map<string, boolean>();
	answered.set(labels, known);
	const found = known.get(selector ?? '') ?? read(selector, labels);
	known.set(selector ?? '', found);
	return found;
}

/** Splits the text at the operator that binds least, outside of brackets and quotes. */
function read(selector: string | undefined, labels: Labels): boolean {
	const text = (selector ?? '').trim();
	if (text === '' || text === 'all()') {
		return true;
	}

	for (const [operator, combine] of [
		['||', (parts: readonly string[]) => parts.some(part => read(part, labels))],
		['&&', (parts: readonly string[]) => parts.every(part => read(part, labels))],
	] as const) {
		const parts = splitOutside(text, operator);
		if (parts.length > 1) {
			return combine(parts);
		}
	}

	if (text.startsWith('!')) {
		return !read(text.slice(1), labels);
	}

	if (text.startsWith('(')) {
		return read(text.slice(1, -1), labels);
	}

	return atom(text, labels);
}

function splitOutside(text: string, operator: string): readonly string[] {
	const parts: string[] = [''];
	let depth = 0;
	let quote = '';
	for (let index = 0; index < text.length; index++) {
		const letter = text.charAt(index);
		if (quote === '' && depth === 0 && text.startsWith(operator, index)) {
			parts.push('');
			index += operator.length - 1;
			continue;
		}

		quote = quote === '' && /["']/.test(letter) ? letter : quote === letter ? '' : quote;
		depth += quote !== '' ? 0 : /[({]/.test(letter) ? 1 : /[)}]/.test(letter) ? -1 : 0;
		parts[parts.length - 1] += letter;
	}

	return parts;
}

function atom(text: string, labels: Labels): boolean {
	const [, has] = /^has\((.+)\)$/.exec(text) ?? [];
	if (has !== undefined) {
		return labels[has.trim()] !== undefined;
	}

	const [, key = '', operator = '', operand = ''] =
		/^([\w./-]+)\s*(==|!=|not in|in|contains|starts with|ends with)\s*(.+)$/.exec(text) ?? [];
	const value = labels[key];
	const values = [...operand.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double ?? '');
	const [first = ''] = values;
	switch (operator) {
		case '==': {
			return value === first;
		}

		case '!=': {
			return value !== first;
		}

		case 'in': {
			return value !== undefined && values.includes(value);
		}

		case 'not in': {
			return value === undefined || !values.includes(value);
		}

		case 'contains': {
			return value?.includes(first) === true;
		}

		case 'starts with': {
			return value?.startsWith(first) === true;
		}

		case 'ends with': {
			return value?.endsWith(first) === true;
		}

		default: {
			throw new Error(`What is ${text}?`);
		}
	}
}
