import type {PodDnsGrounds} from '../controls/pod-dns/grounds.js';
import {formatAddresses} from '../network/address-set.js';
import type {PodResolution, WhyNothing, WhyUntold} from '../routing/names/pod-resolution.js';
import type {Wording} from './control-wording.js';
import {sourceName} from './source-name.js';

/** How pods look a name up, in words. */
export function podDnsWording({name, resolution}: PodDnsGrounds): Wording {
	return {rule: sourceName(resolution.by), why: whyOf(name, resolution)};
}

function whyOf(name: string, resolution: PodResolution): string {
	const {by} = resolution;
	switch (resolution.kind) {
		case 'listed': {
			const at = formatAddresses(resolution.addresses);
			return by.kind === 'host-aliases'
				? `These pods call ${name} at ${at}, by their own list of hosts, and ask no DNS.`
				: `The cluster's DNS answers ${at} for ${name}, so that nobody outside the cluster is asked.`;
		}

		case 'renamed': {
			return `The cluster's DNS asks for ${resolution.to} instead of ${name}.`;
		}

		case 'service': {
			const {namespace, name: service} = resolution.service;
			return resolution.isFollowed
				? `For pods ${name} is service ${namespace}/${service} of the cluster, whose pods are called instead.`
				: `For pods ${name} is service ${namespace}/${service} of the cluster, and who calls which pods behind it on which ports is not known.`;
		}

		case 'forwarded': {
			const servers = resolution.servers.join(', ');
			return by.kind === 'dns-config'
				? `These pods ask DNS server ${servers} for names, and what it answers for ${name} cannot be read.`
				: `The cluster's DNS asks server ${servers} for ${name}, and what that answers cannot be read.`;
		}

		case 'nothing': {
			return `${whyNothing(name, resolution.because)}, so the name does not resolve${by.kind === 'network-dns' ? '' : ' for pods'}.`;
		}

		case 'untold': {
			return whyUntold(name, resolution.because);
		}
	}
}

function whyNothing(name: string, because: WhyNothing): string {
	switch (because.kind) {
		case 'not-listed': {
			return `The list of hosts of the cluster's DNS lacks ${name} and has no fallthrough`;
		}

		case 'other-family': {
			return `The list of hosts of the cluster's DNS has only an IPv6 address for ${name}`;
		}

		case 'code': {
			return because.code === 'NOERROR'
				? `A template of the cluster's DNS answers ${name} without an address`
				: `A template of the cluster's DNS answers ${because.code} for ${name}`;
		}

		case 'no-match': {
			return `A template of the cluster's DNS holds the zone of ${name}, does not match it and has no fallthrough`;
		}

		case 'no-plugin': {
			return `Nothing in the server block that holds ${name} answers for it`;
		}

		case 'no-proxy': {
			return `The network asks firewall ${because.firewall} for ${name}, whose DNS proxy is off`;
		}

		case 'no-service': {
			return `The cluster has no service ${because.name}`;
		}
	}
}

function whyUntold(name: string, because: WhyUntold): string {
	switch (because.kind) {
		case 'unread': {
			return `What was changed about the answers of the cluster's DNS could not be read: ${because.reason}`;
		}

		case 'fault': {
			return `The cluster's DNS may not start with this, or it is not understood here (${because.problem}); what it answers for ${name} is not known.`;
		}

		case 'plugin': {
			return `This plugin is not looked at, and may decide what ${name} is.`;
		}

		case 'pattern': {
			return `Whether ${because.pattern} is about ${name} is not tried; what the cluster's DNS answers depends on it.`;
		}

		case 'some-names': {
			return `Some of the names that ${name} stands for may be answered here instead of by the network's DNS.`;
		}

		case 'computed': {
			return `The cluster's DNS makes the answer for ${name} of the name itself, by a template that is not read.`;
		}

		case 'file': {
			return `The cluster's DNS answers from the file ${because.file}, which was not read.`;
		}

		case 'second-forward': {
			return `AKS's own block asks the network's DNS already; whether this forward is asked for ${name}, or lets CoreDNS start, depends on its version. It belongs into a server block of its own.`;
		}

		case 'next': {
			return `Servers that are asked one after the other answer for ${name}, and what they answer cannot be read.`;
		}

		case 'in-cluster': {
			return `For pods ${name} is ${because.name === name ? 'a name' : because.name} inside the cluster that is no service which was read.`;
		}

		case 'loop': {
			return `The cluster's DNS is sent to itself for ${name}.`;
		}

		case 'other-family': {
			return `The pods' own list of hosts has only an IPv6 address for ${name}, and whether they ask for another depends on their programs.`;
		}
	}
}
