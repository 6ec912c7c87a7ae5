import type {FilterRule, FirewallGrounds} from '../controls/azure-firewall/grounds.js';
import {labelOf} from '../controls/azure-firewall/label-of.js';
import type {TrailEntry} from '../controls/finding.js';
import {formatAddress} from '../network/address.js';
import {formatAddresses} from '../network/address-set.js';
import type {Flow} from '../profiles/flow.js';
import {describeDestination} from '../routing/destination-cases.js';
import {deviceName} from '../routing/device-name.js';
import {placeLabel} from '../routing/evaluation-order.js';
import {listeningAddresses, type Publication, serviceName} from '../routing/publication.js';
import {describePart, describeService} from '../routing/question.js';
import type {Firewall} from '../topology/firewall.js';
import type {Wording} from './control-wording.js';
import {listed} from './listed.js';

/** What a firewall's rules say, in words. */
export function firewallWording(grounds: FirewallGrounds, entry: TrailEntry, flow: Flow): Wording {
	switch (grounds.kind) {
		case 'unread': {
			const {firewall, reason} = grounds;
			return {rule: 'unknown', why: `The rules of firewall ${firewall.name} could not be read: ${reason}`};
		}

		case 'rules': {
			return filtered(grounds, entry, flow);
		}

		case 'published': {
			return published(grounds);
		}

		case 'unpublished': {
			return unpublished(grounds, flow);
		}

		case 'perhaps-published': {
			return perhapsPublished(grounds.publication, entry);
		}
	}
}

function filtered(
	{firewall, rules, packets}: Extract<FirewallGrounds, {kind: 'rules'}>,
	{verdict, missing, parts}: TrailEntry,
	flow: Flow,
): Wording {
	const {path} = flow;
	const rule = listed(rules.length > 0 ? rules.map(origin => labelOf(firewall, origin)) : ['default deny']);
	const target = path.kind === 'egress' ? describeDestination(path.destination) : flow.to;
	const traffic = `${describeService(flow)} to ${target}`;
	switch (verdict) {
		case 'allowed': {
			return {
				rule,
				why: `Firewall ${firewall.name} allows ${traffic} by ${kindOf(rules[0])} ${rule}.${caveat(firewall)}`,
			};
		}

		case 'undecided': {
			const candidates = parts.flatMap(({control, grounds}) =>
				control === 'azure-firewall' && grounds.kind === 'rules' ? grounds.candidates : [],
			);
			const [candidate] = candidates;
			const perhaps = candidate === undefined ? rule : listed(candidates.map(origin => labelOf(firewall, origin)));
			const does = candidate === undefined || candidate.collection.action === 'deny' ? 'denies' : 'allows';
			return {
				rule: perhaps,
				why: `Whether firewall ${firewall.name} ${does} ${traffic} by ${perhaps} depends on ${missing?.datum ?? 'what is not known'}.`,
			};
		}

		default: {
			const part =
				path.kind === 'egress' && path.destination.kind === 'addresses'
					? describePart(packets, path.destination.addresses)
					: '';
			return {rule, why: `${denial(firewall, rule, traffic, rules[0])}${part}.`};
		}
	}
}

function denial(firewall: Firewall, rule: string, traffic: string, origin: FilterRule | undefined): string {
	if (origin === undefined) {
		return `No rule of firewall ${firewall.name} allows ${traffic}, so its default denies it`;
	}

	return origin.rule.kind === 'network'
		? `Firewall ${firewall.name} denies ${traffic} by network rule ${rule}, before any application rule is evaluated`
		: `No network rule of firewall ${firewall.name} matches ${traffic}, and application rule ${rule} denies it`;
}

function kindOf(origin: FilterRule | undefined): string {
	return origin?.rule.kind === 'application' ? 'application rule' : 'network rule';
}

/** These act before or beside the rules, and on what they know of the moment (rule-processing.md). */
function caveat({threatIntelMode, intrusionDetectionMode}: Firewall): string {
	const modes = [
		threatIntelMode.toLowerCase() === 'deny' ? 'threat intelligence' : '',
		intrusionDetectionMode.toLowerCase() === 'deny' ? 'intrusion detection' : '',
	].filter(mode => mode !== '');
	return modes.length === 0 ? '' : ` Its ${modes.join(' and ')} may still deny what it takes for an attack.`;
}

function published({firewall, publication, denials}: Extract<FirewallGrounds, {kind: 'published'}>): Wording {
	const {by, service} = publication;
	const rule = listed((by?.translations ?? []).map(({placed}) => placeLabel(firewall, placed)));
	// Sources disagree on whether a network deny overrides a DNAT match (rule-processing.md, firewall-faq.yml).
	const warning =
		denials.length === 0
			? ''
			: ` Network rule ${listed(denials)} denies what is translated; older Microsoft documentation says it wins.`;
	const at = by === undefined ? '' : formatAddresses(listeningAddresses(by));
	return {
		rule,
		why: `Firewall ${firewall.name} translates ${at} to ${serviceName(service)} by DNAT rule ${rule}.${warning}${caveat(firewall)}`,
	};
}

function internalOnly({service, target}: Publication): string {
	return `${serviceName(service)} has only the internal address ${formatAddress(target.address)}`;
}

function unpublished({publication, narrow}: Extract<FirewallGrounds, {kind: 'unpublished'}>, flow: Flow): Wording {
	const internal = internalOnly(publication);
	const firewall = publication.by?.firewall ?? publication.candidates[0];
	if (firewall === undefined) {
		return {
			rule: 'internal load balancer',
			why: `${internal}, and there is no firewall that could lead the internet there.`,
		};
	}

	return narrow.length > 0
		? {
				rule: listed(narrow.map(placed => placeLabel(firewall, placed))),
				why: `${internal}, and the DNAT rules of firewall ${firewall.name} admit only some addresses to it.`,
			}
		: {
				rule: 'no DNAT rule',
				why: `${internal}, and no DNAT rule of firewall ${firewall.name} leads there on ${describeService(flow)}.`,
			};
}

/** An appliance, or a rule of which not everything is known, may publish the service. */
function perhapsPublished(publication: Publication, {missing}: TrailEntry): Wording {
	const internal = internalOnly(publication);
	const {appliance, doubt} = publication;
	if (appliance !== undefined) {
		return {
			rule: appliance.name,
			why: `${internal}; whether ${deviceName(appliance.nextHop)}, by which its answers leave, leads the internet there cannot be read.`,
		};
	}

	if (doubt === undefined || doubt.kind === 'unread' || doubt.kind === 'unseen') {
		return {rule: 'unknown', why: `${internal}; whether a firewall leads there is not known.`};
	}

	const {firewall, placed} = doubt;
	return {
		rule: placeLabel(firewall, placed),
		why:
			doubt.kind === 'sources'
				? `${internal}; a DNAT rule of ${firewall.name} leads there, for whom depends on ${missing?.datum ?? 'what is not known'}.`
				: `${internal}; a DNAT rule of ${firewall.name} leads to ${doubt.fqdn}, which may be it.`,
	};
}
