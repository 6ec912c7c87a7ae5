import {knownValue} from '../../topology/known.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {AppliedRule} from '../applied-rule.js';
import {connectionSet, intersectConnections, isNoConnection} from '../connection-set.js';
import {formatPolicyId} from '../policy-terms.js';
import type {RuleGroup} from '../rule-groups.js';
import {rulePorts} from '../rule-ports.js';
import type {LintContext, PolicyComplaint} from './lint-context.js';

const dns = connectionSet({udp: [[53, 53]]});

/** Pods that may speak to somebody and cannot ask for an address first. A policy that opens nothing means what it says. */
export function lintDns({connectivity, topology, groups}: LintContext): readonly PolicyComplaint[] {
	const {classes, side, table} = connectivity;
	const servers = (knownValue(topology.kubernetes.pods) ?? []).filter(isDnsServer);
	const asks = (group: RuleGroup) =>
		servers.length > 0
			? servers.some(server => {
					const [own = 0] = group.members;
					const open = table.get(side('egress', own, classes.of.get(server) ?? -1, 'possible'));
					return !isNoConnection(intersectConnections(open, dns));
				})
			: group.rules.some(
					rule => opensSomething(rule) && !isNoConnection(intersectConnections(rulePorts(rule.term, undefined), dns)),
				);
	const found = new Map<string, PolicyComplaint>();
	for (const group of groups) {
		const [policy] = group.isolatedBy;
		const isCaught =
			group.direction === 'egress' &&
			policy !== undefined &&
			!isDnsServer(group.sample) &&
			group.rules.some(opensSomething);
		if (!isCaught || asks(group)) {
			continue;
		}

		const names = [...new Set(group.isolatedBy.map(({id}) => formatPolicyId(id)))];
		const pods = classes.members[group.members[0] ?? 0] ?? [];
		found.set(names.join(), {
			kind: 'dns-forgotten',
			policy: names[0] ?? '',
			rule: undefined,
			message: `Pods such as ${pods[0]?.namespace}/${pods[0]?.name} may speak to others and not to the cluster's DNS (UDP 53), so names do not resolve.`,
			fix: 'Add an egress rule to namespace kube-system, pods k8s-app=kube-dns, UDP and TCP 53.',
		});
	}

	return [...found.values()];
}

function isDnsServer({namespace, labels}: Pod): boolean {
	return namespace === 'kube-system' && ['kube-dns', 'node-local-dns'].includes(labels['k8s-app'] ?? '');
}

function opensSomething({term, classes, outside, names}: AppliedRule): boolean {
	return term.action === 'allow' && (outside.length + names.length > 0 || classes.some(word => word !== 0));
}
