import {has} from '../../network/interval-set.js';
import {covers} from '../../network/name-pattern.js';
import {formatPorts, type PortSet} from '../../network/port-set.js';
import type {Destination, Flow} from '../../profiles/flow.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {commandLine} from '../../topology/command-line.js';
import type {MachineProbe} from '../../topology/machine-probe.js';
import type {Missing} from '../../topology/missing.js';
import type {Topology} from '../../topology/topology.js';
import {serviceOf} from '../allow-entry.js';
import type {Control, Stopped} from '../control.js';
import type {DecisionOf} from '../decision.js';
import type {AllowEntry} from '../need.js';
import type {Remedy} from '../remedy.js';

/** The developer's own machine and the network it is in: nothing of it stands in Azure, only trying tells. */
export const thisMachine = {
	id: 'this-machine',
	title: "The developer's machine",
	judge: {machine: (place, hop, topology) => [judgeMachine(place, hop, topology)]},
	remedy: remedyThisMachine,
} as const satisfies Control;

function judgeMachine(
	{destination}: PlaceOf<'machine'>,
	hop: Hop,
	{machineProbes = []}: Topology,
): DecisionOf<'this-machine'> {
	const {ports} = hop.packets;
	const common = {control: 'this-machine', hop, resource: 'this machine'} as const;
	const probes = machineProbes.filter(probe => answers(probe, destination, ports));
	const failed = probes.find(({outcome}) => outcome !== 'reached');
	if (failed !== undefined) {
		return {...common, verdict: 'blocked', grounds: {kind: 'failed', probe: failed}};
	}

	const names = probes.map(({name}) => name);
	// One reached name says nothing about the others that a pattern stands for.
	return names.length > 0 && isExact(destination)
		? {...common, verdict: 'allowed', grounds: {kind: 'reached', names}}
		: {...common, verdict: 'undecided', missing: howToTry(destination, ports), grounds: {kind: 'not-tried'}};
}

function answers(probe: MachineProbe, destination: Destination, ports: PortSet): boolean {
	return destination.kind === 'name' && covers(destination.pattern, probe.name) && has(ports, probe.port);
}

function isExact(destination: Destination): boolean {
	return destination.kind === 'name' && !destination.pattern.includes('*');
}

function howToTry(destination: Destination, ports: PortSet): Missing {
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
function remedyThisMachine({finding: {flow}, entries}: Stopped): readonly Remedy[] {
	if (entries.every(({verdict}) => verdict !== 'blocked')) {
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
