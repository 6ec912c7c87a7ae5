import type {PodResolution} from '../../routing/names/pod-resolution.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {commandLine} from '../../topology/command-line.js';
import {customDns} from '../../topology/decode/kubernetes/corefile/decode-cluster-dns.js';
import type {Missing} from '../../topology/missing.js';
import {byHand} from '../by-hand.js';
import type {Control, Stopped} from '../control.js';
import type {DecisionOf} from '../decision.js';
import type {Remedy} from '../remedy.js';
import type {PodDnsGrounds} from './grounds.js';

/** How pods look names up before the network's own DNS: their lists of hosts, their servers, the cluster's DNS. */
export const podDns = {
	id: 'pod-dns',
	title: 'DNS of pods',
	judge: {
		resolver: ({name, resolution}, hop) => (isPods(resolution) ? [judgeStep(name, resolution, hop)] : []),
	},
	remedy: remedyName,
} as const satisfies Control;

function isPods(resolution: PlaceOf<'resolver'>['resolution']): resolution is PodResolution {
	return resolution.kind !== 'record' && resolution.kind !== 'no-record';
}

function judgeStep(name: string, resolution: PodResolution, hop: Hop): DecisionOf<'pod-dns'> {
	const common = {
		control: 'pod-dns',
		hop,
		resource: resourceOf(resolution),
		grounds: {kind: 'looked-up', name, resolution},
	} as const;
	switch (resolution.kind) {
		case 'listed':
		case 'renamed': {
			return {...common, verdict: 'allowed'};
		}

		case 'nothing': {
			return {...common, verdict: 'blocked', missing: whatItIs(name, tryFromPod(name))};
		}

		case 'service': {
			return resolution.isFollowed
				? {...common, verdict: 'allowed'}
				: {...common, verdict: 'undecided', missing: missingOf(name, resolution)};
		}

		default: {
			return {...common, verdict: 'undecided', missing: missingOf(name, resolution)};
		}
	}
}

/** The object to look into: the ConfigMap of the cluster's DNS, or the workload whose pods say something of their own. */
function resourceOf({by}: PodResolution): string {
	if (by.kind === 'cluster-dns') {
		return `${customDns.namespace}/${by.key === undefined && by.plugin !== undefined ? 'coredns' : customDns.name}`;
	}

	if (by.kind === 'network-dns') {
		return by.firewall.id;
	}

	const [pod] = by.pods;
	return `${pod?.namespace ?? ''}/${pod?.workload.name ?? ''}`;
}

const readMap = ['kubectl', 'get', 'configmap', customDns.name, '--namespace', customDns.namespace, '--output', 'yaml'];

function missingOf(
	name: string,
	resolution: Extract<PodResolution, {kind: 'service' | 'forwarded' | 'untold'}>,
): Missing {
	switch (resolution.kind) {
		case 'service': {
			const {namespace, name: service} = resolution.service;
			return {
				datum: `the pods and ports behind service ${namespace}/${service}`,
				command: commandLine(
					...['kubectl', 'get', 'endpointslices', '--namespace', namespace],
					...['--selector', `kubernetes.io/service-name=${service}`, '--output', 'wide'],
				),
			};
		}

		case 'forwarded': {
			const servers = resolution.servers.join(', ');
			const own = resolution.by.kind === 'dns-config' ? resolution.servers.slice(0, 1) : [];
			return {
				datum: `what DNS server ${servers} answers for ${name}`,
				command: tryFromPod(name, own),
			};
		}

		case 'untold': {
			switch (resolution.because.kind) {
				case 'unread': {
					return {
						datum: `the ConfigMap ${customDns.name} of the cluster's DNS`,
						command: commandLine(...readMap),
					};
				}

				case 'some-names': {
					return {
						datum: `the exact name behind ${name}, and what it is for pods`,
						command: tryFromPod('NAME'),
					};
				}

				default: {
					return whatItIs(name, tryFromPod(name));
				}
			}
		}
	}
}

function whatItIs(name: string, command: string): Missing {
	return {datum: `what ${name} is for pods`, command};
}

/**
 * A pod of its own, which asks as most pods do.
 *
 * @param server whom to ask instead, or nobody
 */
function tryFromPod(name: string, server: readonly string[] = []): string {
	const image = '--image=mcr.microsoft.com/cbl-mariner/busybox:2.0';
	return commandLine(
		'kubectl',
		'run',
		'try-name',
		'--rm',
		'-it',
		'--restart=Never',
		image,
		'--',
		'nslookup',
		name,
		...server,
	);
}

/** The ConfigMap is somebody's own: what to do, for a person. */
function remedyName({entries}: Stopped): readonly Remedy[] {
	const found = entries
		.flatMap(({parts}) => parts)
		.flatMap(part => (part.control === 'pod-dns' && part.verdict === 'blocked' ? [part.grounds] : []));
	const texts = new Map(
		found.flatMap(grounds => {
			const text = adviceOn(grounds);
			return text === undefined ? [] : [[text, isOfNetwork(grounds) ? [] : [edit, restart]] as const];
		}),
	);
	return texts.size === 0 ? [] : [byHand([...texts].map(([text, commands]) => ({kind: 'advice', text, commands})))];
}

const edit = commandLine('kubectl', 'edit', 'configmap', customDns.name, '--namespace', customDns.namespace);

/** CoreDNS takes in a changed ConfigMap when it starts anew (AKS, coredns-custom). */
const restart = commandLine('kubectl', 'rollout', 'restart', 'deployment', 'coredns', '--namespace', 'kube-system');

function isOfNetwork({resolution: {by}}: PodDnsGrounds): boolean {
	return by.kind === 'network-dns';
}

function adviceOn({name, resolution}: PodDnsGrounds): string | undefined {
	const {by} = resolution;
	if (resolution.kind !== 'nothing' || (by.kind !== 'cluster-dns' && by.kind !== 'network-dns')) {
		return undefined;
	}

	const where = `In ${customDns.name}, ${by.kind === 'cluster-dns' ? (by.key ?? '') : ''},`;
	switch (resolution.because.kind) {
		case 'not-listed': {
			return `${where} add fallthrough to hosts, so that names which it does not list are asked for elsewhere; or add ${name} with its address.`;
		}

		case 'other-family': {
			return `${where} add the IPv4 address of ${name} to hosts, or take the name out.`;
		}

		case 'no-match': {
			return `${where} add fallthrough to template, so that names which it does not match are asked for elsewhere.`;
		}

		case 'code': {
			return `${where} narrow the zone of template, or take it out, so that ${name} is asked for elsewhere.`;
		}

		case 'no-plugin': {
			return `${where} add forward . /etc/resolv.conf to the block that holds ${name}, or narrow its zone.`;
		}

		case 'no-proxy': {
			return `Turn the DNS proxy of firewall ${resolution.because.firewall} on, or name another DNS server in the network.`;
		}

		case 'no-service': {
			return `${name} is asked for as service ${resolution.because.name}, which is not there: make the service, or change the rewrite in ${customDns.name}.`;
		}
	}
}
