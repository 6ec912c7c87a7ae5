import type {Pod, PolicyPort, Service} from '../../topology/kubernetes.js';
import {selectsLabels} from '../service-backends.js';
import type {LintContext, LintedRule, PolicyComplaint} from './lint-context.js';

/** Names of ports that nothing has or that clash, and ports of services where a pod's port is meant. */
export function lintPorts({rules, services}: LintContext): readonly PolicyComplaint[] {
	return rules.flatMap(rule => {
		const ports = rule.applied[0]?.term.ports ?? [];
		return rule.destinations.length === 0
			? []
			: ports.flatMap(port => [...lintName(rule, port), ...lintNumber(rule, port, services)]);
	});
}

function lintName({policy, name, destinations}: LintedRule, {protocol, port}: PolicyPort): readonly PolicyComplaint[] {
	if (!('name' in port)) {
		return [];
	}

	const numbers = new Set(
		destinations.flatMap(pod =>
			pod.ports.filter(own => own.name === port.name && own.protocol === protocol).map(own => own.port),
		),
	);
	if (numbers.size === 0) {
		const names = [...new Set(destinations.flatMap(pod => pod.ports.flatMap(own => own.name ?? [])))];
		return [
			{
				kind: 'unknown-port-name',
				policy,
				rule: name,
				message: `No pod that it is about has a ${protocol.toUpperCase()} port named ${port.name}, so it opens nothing.`,
				fix:
					names.length === 0
						? 'Give the port by number, or name it in the containers.'
						: `The pods name: ${names.slice(0, 5).join(', ')}.`,
			},
		];
	}

	return numbers.size === 1
		? []
		: [
				{
					kind: 'port-name-clash',
					policy,
					rule: name,
					message: `The port name ${port.name} stands for ${[...numbers].toSorted((a, b) => a - b).join(' and ')} in the pods that it is about.`,
					fix: 'Give the ports by number; Cilium may take one number for all of the pods.',
				},
			];
}

function lintNumber(
	{policy, name, destinations}: LintedRule,
	{protocol, port}: PolicyPort,
	services: readonly Service[],
): readonly PolicyComplaint[] {
	const [only] = 'name' in port ? [] : port;
	if ('name' in port || port.length !== 1 || only === undefined || only[0] !== only[1]) {
		return [];
	}

	const [number] = only;
	if (destinations.some(pod => pod.ports.some(own => own.port === number && own.protocol === protocol))) {
		return [];
	}

	for (const service of services) {
		const behind = destinations.filter(pod => selectsLabels(service, pod));
		const own = service.ports.find(item => item.port === number && item.protocol === protocol);
		const targets = own === undefined ? [] : [...new Set(behind.flatMap(pod => targetOf(own.targetPort, pod)))];
		if (own !== undefined && targets.length > 0 && !targets.includes(number)) {
			return [
				{
					kind: 'service-port',
					policy,
					rule: name,
					message: `${number} is the port of Service ${service.namespace}/${service.name}; policies see the port of the pod behind it, ${targets.join(' and ')}.`,
					fix: `Open ${targets.join(' and ')} instead of ${number}.`,
				},
			];
		}
	}

	return [];
}

function targetOf(target: number | string, pod: Pod): readonly number[] {
	return typeof target === 'number' ? [target] : pod.ports.filter(({name}) => name === target).map(({port}) => port);
}
