import {formatAddress, formatAddresses} from '../../network/address-set.js';
import type {Flow, IngressPath} from '../../profiles/flow.js';
import type {Topology} from '../../topology/topology.js';
import {commandLine} from '../command-line.js';
import type {TrailEntry} from '../control.js';
import {describeHop} from '../describe-hop.js';
import {
	applianceBefore,
	candidateFirewalls,
	type IngressWay,
	ingressWay,
	listeningAddresses,
	nodeSubnets,
	nodesUnread,
	type Publication,
	serviceName,
	targetOf,
} from '../ingress-way.js';
import type {EffectiveRoute} from '../next-hop.js';
import {describeService} from '../question.js';
import {listed} from '../trail.js';
import {caveat, unreadable} from './assess-egress.js';
import {doubtfulTranslation, translatesToName} from './dnat.js';
import {placeLabel} from './evaluation-order.js';

/** A firewall concerns a service that clients reach by it: an internal one always, a public one if a rule leads there. */
export function assessIngress(flow: Flow, path: IngressPath, topology: Topology): readonly TrailEntry[] {
	const way = ingressWay(flow, path, topology);
	if (way.kind === 'internal' && nodeSubnets(topology).length === 0) {
		return [nodesUnread('azure-firewall', path)];
	}

	switch (way.kind) {
		case 'no-address': {
			return [];
		}

		case 'public': {
			return way.publication?.complete === true ? [published(path, way.publication)] : [];
		}

		case 'internal': {
			return [
				way.publication?.complete === true ? published(path, way.publication) : unpublished(flow, path, way, topology),
			];
		}
	}
}

function published({service}: IngressPath, publication: Publication): TrailEntry {
	const {firewall, translations} = publication;
	const rule = listed(translations.map(({placed}) => placeLabel(firewall, placed)));
	const denials = translations.flatMap(({deniedBy}) => deniedBy ?? []);
	// Sources disagree on whether a network deny overrides a DNAT match (rule-processing.md, firewall-faq.yml).
	const warning =
		denials.length === 0
			? ''
			: ` Network rule ${listed(denials)} denies what is translated; by an older text of Microsoft it would win.`;
	return {
		control: 'azure-firewall',
		verdict: 'allowed',
		resource: firewall.id,
		rule,
		why: `Firewall ${firewall.name} translates ${formatAddresses(listeningAddresses(publication))} to ${serviceName(service)} by DNAT rule ${rule}.${warning}${caveat(firewall)}`,
	};
}

function unpublished(
	flow: Flow,
	{service}: IngressPath,
	{address, firewall, publication}: Extract<IngressWay, {kind: 'internal'}>,
	topology: Topology,
): TrailEntry {
	const target = targetOf(flow, address);
	const internal = `${serviceName(service)} has only the internal address ${formatAddress(address)}`;
	const appliance = applianceBefore(topology);
	if (appliance !== undefined) {
		return behindAppliance(internal, appliance, address);
	}

	if (firewall === undefined) {
		return {
			control: 'azure-firewall',
			verdict: 'blocked',
			resource: serviceName(service),
			rule: 'internal load balancer',
			why: `${internal}, and there is no firewall that could lead the internet there.`,
		};
	}

	for (const candidate of candidateFirewalls(topology)) {
		if (candidate.groups.state === 'denied') {
			return unreadable(candidate, candidate.groups.reason);
		}

		const doubt = doubtfulTranslation(candidate, target, topology);
		if (doubt !== undefined) {
			const {placed, missing} = doubt;
			return {
				control: 'azure-firewall',
				verdict: 'undecided',
				resource: candidate.id,
				rule: placeLabel(candidate, placed),
				why: `${internal}; a DNAT rule of ${candidate.name} leads there, for whom depends on ${missing.datum}.`,
				missing,
			};
		}

		const named = translatesToName(candidate, target);
		if (named !== undefined) {
			const fqdn = named.rule.translatedFqdn ?? '';
			return {
				control: 'azure-firewall',
				verdict: 'undecided',
				resource: candidate.id,
				rule: placeLabel(candidate, named),
				why: `${internal}; a DNAT rule of ${candidate.name} leads to ${fqdn}, which may be it.`,
				missing: {datum: `the address of ${fqdn}, as the firewall resolves it`, command: commandLine('nslookup', fqdn)},
			};
		}
	}

	const narrow = publication?.translations.filter(({open}) => !open) ?? [];
	return {
		control: 'azure-firewall',
		verdict: 'blocked',
		resource: firewall.id,
		rule: narrow.length > 0 ? listed(narrow.map(({placed}) => placeLabel(firewall, placed))) : 'no DNAT rule',
		why:
			narrow.length > 0
				? `${internal}, and the DNAT rules of firewall ${firewall.name} admit only some addresses to it.`
				: `${internal}, and no DNAT rule of firewall ${firewall.name} leads there on ${describeService(flow)}.`,
	};
}

/** An appliance that nobody can read may publish the service as well as a firewall may. */
function behindAppliance(internal: string, {name, table, hop}: EffectiveRoute, address: number): TrailEntry {
	const device = describeHop(hop);
	return {
		control: 'azure-firewall',
		verdict: 'undecided',
		resource: table ?? device,
		rule: name,
		why: `${internal}; whether ${device}, by which its answers leave, leads the internet there cannot be read.`,
		missing: {
			datum: `whether ${device} translates a public address to ${formatAddress(address)}`,
			command: 'curl --head http://PUBLIC_ADDRESS/',
		},
	};
}
