import {commandLine} from '../../topology/command-line.js';
import {outboundEntry} from '../allow-entry.js';
import {byHand} from '../by-hand.js';
import type {Control, Stopped} from '../control.js';
import type {Remedy} from '../remedy.js';

/** The proxy that nodes and pods are told to use (`httpProxyConfig`); its rules stand in no resource of Azure. */
export const httpProxy = {
	id: 'http-proxy',
	title: 'HTTP proxy',
	judge: {
		proxy: ({url}, hop) => [
			{
				control: 'http-proxy',
				hop,
				verdict: 'undecided',
				resource: url,
				missing: {
					datum: `whether the proxy ${url} lets this through`,
					command: commandLine(
						...[
							'kubectl',
							'run',
							'try-proxy',
							'--rm',
							'-it',
							'--restart=Never',
							'--image=mcr.microsoft.com/cbl-mariner/busybox:2.0',
						],
						...['--', 'sh', '-c', `https_proxy=${url} wget -q -O /dev/null https://NAME/ && echo reached`],
					),
				},
				grounds: {kind: 'unread', url},
			},
		],
	},
	remedy: remedyProxy,
} as const satisfies Control;

function remedyProxy({finding: {flow}, entries}: Stopped): readonly Remedy[] {
	const [first] = entries;
	if (first === undefined || flow.path.kind !== 'egress') {
		return [];
	}

	const device = `the proxy ${first.resource}`;
	return [
		byHand([
			{
				kind: 'advice',
				text: `On ${device}, allow ${flow.to}; or, if it is to be called directly, add it to noProxy of the cluster's httpProxyConfig.`,
				commands: [],
				allow: [outboundEntry(device, flow, flow.path)],
			},
		]),
	];
}
