import {has} from '../../network/interval-set.js';
import {covers} from '../../network/name-pattern.js';
import {formatPorts, type PortSet} from '../../network/port-set.js';
import type {Destination, Flow} from '../../profiles/flow.js';
import type {MachineProbe} from '../../topology/machine-probe.js';
import type {Topology} from '../../topology/topology.js';
import {serviceOf} from '../allow-entry.js';
import {commandLine} from '../command-line.js';
import type {AllowEntry, Control, Finding, Remedy, TrailEntry} from '../control.js';
import {isBlockedBy} from '../trail.js';

const id = 'this-machine';

/** The developer's own machine and the network it is in: nothing of it stands in Azure, only trying tells. */
export const thisMachine: Control = {
	id,
	title: "The developer's machine",
	assess: assessThisMachine,
	remedy: remedyThisMachine,
};

function assessThisMachine({path, to, ports}: Flow, {machineProbes = []}: Topology): readonly TrailEntry[] {
	if (path.kind !== 'machine') {
		return [];
	}

	const common = {control: id, resource: 'this machine'} as const;
	const probes = machineProbes.filter(probe => answers(probe, path.destination, ports));
	const failed = probes.find(({outcome}) => outcome !== 'reached');
	if (failed !== undefined) {
		return [{...common, verdict: 'blocked', rule: failed.outcome, why: explainFailure(failed)}];
	}

	const reached = probes.map(({name}) => name);
	// One reached name says nothing about the others that a pattern stands for.
	if (reached.length > 0 && isExact(path.destination)) {
		return [{...common, verdict: 'allowed', rule: 'tried', why: `This machine reached ${reached.join(', ')}.`}];
	}

	const why = `Whether a developer's machine reaches ${to} cannot be read from Azure or the cluster; it must be tried there.`;
	return [{...common, verdict: 'undecided', rule: 'not tried', why, missing: howToTry(path.destination, ports)}];
}

function answers(probe: MachineProbe, destination: Destination, ports: PortSet): boolean {
	return destination.kind === 'name' && covers(destination.pattern, probe.name) && has(ports, probe.port);
}

function isExact(destination: Destination): boolean {
	return destination.kind === 'name' && !destination.pattern.includes('*');
}

function explainFailure({name, port, outcome, detail}: MachineProbe): string {
	const sentence = {
		reached: `This machine reached ${name}.`,
		'no-such-name': `This machine cannot resolve ${name}.`,
		'no-connection': `This machine resolves ${name} but gets no connection to port ${port}.`,
		'no-tls': `This machine reaches ${name} on port ${port} but gets no TLS session; a proxy may be in the way.`,
	}[outcome];
	return detail === '' ? sentence : `${sentence} (${detail})`;
}

function howToTry(destination: Destination, ports: PortSet): NonNullable<TrailEntry['missing']> {
	if (destination.kind === 'name' && !destination.pattern.includes('*')) {
		const port = ports[0]?.[0] ?? 443;
		const url = `https://${destination.pattern}${port === 443 ? '' : `:${port}`}/`;
		return {
			datum: `whether the machine reaches ${destination.pattern}`,
			command: commandLine('curl', '--silent', '--show-error', '--head', url),
		};
	}

	const what = destination.kind === 'name' ? destination.pattern : (destination.tag ?? 'the addresses');
	return {
		datum: `the exact name behind ${what}, and whether the machine reaches it`,
		command: 'curl --silent --show-error --head https://NAME/',
	};
}

/** A proxy or firewall of somebody's company: we write down what it must let through, in nobody's own language. */
function remedyThisMachine(finding: Finding): readonly Remedy[] {
	const {flow} = finding;
	if (flow.path.kind !== 'machine' || !isBlockedBy(finding, id)) {
		return [];
	}

	const {protocol, to, ports} = flow;
	const text = `Let developers' machines go out to ${to}, ${protocol} ${formatPorts(ports)}, in the proxy or firewall they sit behind; connections are long-lived and may be WebSockets, and the name must resolve.`;
	return [
		{
			id: 'allow-list',
			title: 'Give the network team an allow-list',
			opens: `Developers' machines reach ${to}.`,
			needs: [{kind: 'advice', text, commands: [], allow: [allowed(flow)]}],
		},
	];
}

function allowed(flow: Flow): AllowEntry {
	return {
		device: "the proxy or firewall of the developers' network",
		direction: 'outbound',
		sources: [flow.from],
		destinations: [flow.to],
		...serviceOf(flow),
	};
}
