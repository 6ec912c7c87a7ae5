import {type AppliedRule, formatRule} from '../../connectivity/applied-rule.js';
import {hasClass} from '../../connectivity/class-set.js';
import {intersectConnections, isNoConnection} from '../../connectivity/connection-set.js';
import type {Connectivity} from '../../connectivity/connectivity.js';
import {rulePorts} from '../../connectivity/rule-ports.js';
import {overlaps} from '../../network/interval-set.js';
import {commandLine} from '../../topology/command-line.js';
import type {Need} from '../need.js';
import type {Judged} from './judge-sides.js';
import {coversName} from './name-access.js';

/** Deny rules (Cilium) that no allow rule can outdo; empty when none is in the way. */
export function deniedAdvice(blocked: readonly Judged[], reach: Connectivity): readonly Need[] {
	const rules = new Map<string, AppliedRule>();
	for (const judged of blocked) {
		for (const rule of judged.group.rules) {
			if (rule.term.action === 'deny' && stands(rule, judged, reach)) {
				rules.set(formatRule(rule), rule);
			}
		}
	}

	return [...rules].map(
		([
			name,
			{
				policy: {id},
			},
		]) => ({
			kind: 'advice',
			text: `${name} denies this traffic, and a deny rule wins over every allow rule. Ask its owner to narrow it.`,
			commands: [
				commandLine(
					'kubectl',
					'edit',
					id.kind.toLowerCase(),
					id.name,
					...(id.namespace === undefined ? [] : ['--namespace', id.namespace]),
				),
			],
		}),
	);
}

function stands(
	rule: AppliedRule,
	{side, group, cutOff, cutOffAddresses, wanted}: Judged,
	reach: Connectivity,
): boolean {
	const ports = rulePorts(rule.term.ports, group.direction === 'ingress' ? group.sample : cutOff[0]);
	if (isNoConnection(intersectConnections(ports, wanted))) {
		return false;
	}

	const classes = cutOff.flatMap(pod => reach.classes.of.get(pod) ?? []);
	const {peer} = side;
	return (
		classes.some(id => hasClass(rule.classes, id)) ||
		overlaps(rule.outside, cutOffAddresses) ||
		(peer.kind === 'name' && rule.names.some(pattern => coversName(pattern, peer.pattern)))
	);
}
