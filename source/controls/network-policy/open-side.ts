import {type ConnectionSet, isNoConnection, subtractConnections} from '../../connectivity/connection-set.js';
import type {PolicyDirection} from '../../connectivity/policy-terms.js';
import type {LabelSelector} from '../../network/label-selector.js';
import type {SidePeer} from '../../routing/pod-side.js';
import {nameLabel} from '../../topology/kubernetes.js';
import type {Need} from '../need.js';
import {chooseSelector} from './choose-selector.js';
import type {ClusterView} from './cluster-view.js';
import type {Judged} from './judge-sides.js';
import {peerRules} from './peer-rules.js';
import {policyObject, selectorJson} from './policy-object.js';

export type OpenedSide = {
	readonly needs: readonly Need[];
	/** What is opened beside what was asked for, in words. */
	readonly wider: readonly string[];
};

/** Isolated pods of one namespace that need the same opening. */
export type Subject = {
	readonly namespace: string;
	readonly direction: PolicyDirection;
	readonly selector: LabelSelector;
	readonly judged: readonly Judged[];
	readonly wider: readonly string[];
};

/** Policies that let through what the judged pods' policies do not. */
export function openSide(requirement: string, blocked: readonly Judged[], view: ClusterView): OpenedSide {
	const opened = subjects(blocked, view).map(subject => openSubject(requirement, subject, view));
	return {
		needs: opened.flatMap(({needs}) => needs),
		wider: [...new Set(opened.flatMap(({wider}) => wider))],
	};
}

/**
 * Splits blocked pods so that each part has a selector that touches isolated pods only: a whole namespace where one
 * will do, else one part per set of isolating policies, whose own selectors are always safe.
 */
export function subjects(blocked: readonly Judged[], view: ClusterView): readonly Subject[] {
	const places = Map.groupBy(blocked, ({side, pods}) => `${side.direction} ${pods[0]?.namespace}`);
	return [...places.values()].flatMap(items => {
		const whole = subject(items, view);
		if (whole !== undefined) {
			return [whole];
		}

		const parts = Map.groupBy(items, ({group}) => group.isolatedBy.map(policy => policy.id.name).join());
		return [...parts.values()].flatMap(part => subject(part, view) ?? []);
	});
}

function subject(judged: readonly Judged[], view: ClusterView): Subject | undefined {
	const [first] = judged;
	const pods = judged.flatMap(item => item.pods);
	const namespace = pods[0]?.namespace;
	if (first === undefined || namespace === undefined) {
		return undefined;
	}

	const {direction} = first.side;
	const neighbours = view.podsIn(namespace);
	const bystanders = new Set(neighbours.filter(pod => !view.isIsolated(pod, direction)));
	const asking = new Set(first.side.pods);
	const meant = neighbours.filter(pod => asking.has(pod) && !bystanders.has(pod));
	const bases = judged.flatMap(({group}) => group.isolatedBy.map(policy => policy.subject.pods));
	const choice =
		chooseSelector(meant, neighbours, bystanders, [[], ...bases]) ??
		chooseSelector(pods, neighbours, bystanders, [[], ...bases]);
	return choice === undefined
		? undefined
		: {
				namespace,
				direction,
				selector: choice.selector,
				judged,
				wider: choice.extra.length === 0 ? [] : [`${choice.extra.length} more pods of ${namespace}`],
			};
}

function openSubject(requirement: string, subject: Subject, view: ClusterView): OpenedSide {
	const {namespace, direction, judged} = subject;
	const rules = peerRules(direction, judged, view);
	const [first] = judged;
	const stem = `${requirement}-${direction === 'ingress' ? 'from' : 'to'}-${first === undefined ? 'peers' : peerName(first.side.peer)}`;
	const needs: Need[] = [];
	if (rules.plain.length > 0) {
		const policy = policyObject(stem, {
			kind: 'NetworkPolicy',
			namespace,
			spec: {
				podSelector: selectorJson(subject.selector),
				policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
				[direction]: rules.plain,
			},
		});
		needs.push({kind: 'network-policy', policy});
	}

	if (rules.cilium.length > 0) {
		const spec = {endpointSelector: selectorJson(subject.selector), [direction]: rules.cilium};
		needs.push({
			kind: 'network-policy',
			policy: policyObject(stem, {kind: 'CiliumNetworkPolicy', namespace, spec}),
		});
	}

	const alike = judged.every(item => sameConnections(item.wanted, judged[0]?.wanted ?? item.wanted));
	return {
		needs: [...labelNeeds(peerNamespaces(judged), view), ...needs],
		wider: [
			...subject.wider,
			...rules.wider,
			...(alike ? [] : [`each of the ports on all of these pods of ${namespace}`]),
		],
	};
}

function peerNamespaces(judged: readonly Judged[]): readonly string[] {
	return [...new Set(judged.flatMap(item => item.cutOff.map(pod => pod.namespace)))];
}

function sameConnections(a: ConnectionSet, b: ConnectionSet): boolean {
	return isNoConnection(subtractConnections(a, b)) && isNoConnection(subtractConnections(b, a));
}

/** Before Kubernetes 1.21 no namespace carries its name as a label by itself, so we set it. */
export function labelNeeds(namespaces: readonly string[], {lacksNameLabel}: ClusterView): readonly Need[] {
	return namespaces
		.filter(lacksNameLabel)
		.map(namespace => ({kind: 'namespace-label', namespace, key: nameLabel, value: namespace}));
}

function peerName(peer: SidePeer): string {
	switch (peer.kind) {
		case 'pods': {
			const names = [...new Set(peer.pods.map(pod => pod.namespace))];
			return names.length === 1 ? (names[0] ?? 'pods') : 'pods';
		}

		case 'addresses': {
			return peer.tag ?? 'addresses';
		}

		case 'name': {
			return peer.pattern;
		}

		case 'service-clients': {
			return 'clients';
		}
	}
}
