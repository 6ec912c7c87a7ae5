import {isEmpty} from '../../network/interval-set.js';
import {covers, type NamePattern, overlap} from '../../network/name-pattern.js';
import {box, isEmptyBox, type PacketSet} from '../../network/packet-set.js';
import {protocols} from '../../network/protocol-set.js';
import type {BoundedRule} from '../../routing/bounded-rules.js';
import type {PlacedRule} from '../../routing/evaluation-order.js';
import type {AddressView} from '../../routing/extent.js';
import {firewallExtent} from '../../routing/firewall-extent.js';
import type {Host} from '../../routing/way.js';
import {commandLine} from '../../topology/command-line.js';
import type {ApplicationRule, Firewall} from '../../topology/firewall.js';
import type {Missing} from '../../topology/missing.js';
import {tagCovers} from './fqdn-tags.js';
import {applicationRulesNaming} from './rules-about.js';

const tcp = protocols('tcp');

type Match = {readonly sure: boolean; readonly possible: boolean; readonly unknown: readonly Missing[]};

const sure: Match = {sure: true, possible: true, unknown: []};
const no: Match = {sure: false, possible: false, unknown: []};

function perhaps(missing: Missing): Match {
	return {sure: false, possible: true, unknown: [missing]};
}

/** The destination address plays no part: the firewall resolves the name anew (dns-details.md). */
export function applicationRules(
	firewall: Firewall,
	sourceView: AddressView,
	host: Host,
	rules = applicationRulesNaming(firewall, host),
): readonly BoundedRule<PlacedRule<ApplicationRule>>[] {
	return rules.map(placed => {
		const {rule, collection} = placed;
		const source = firewallExtent(rule.source, sourceView);
		const match = matchHost(rule, host, firewall);
		const rows = (bound: 'least' | 'most', matches: boolean): PacketSet =>
			rule.protocols
				.filter(({type, port}) => matches && speaks(type, port))
				.map(({port}) => box({source: source[bound], protocol: tcp, destinationPort: [[port, port]]}))
				.filter(row => !isEmptyBox(row));
		return {
			least: rows('least', match.sure),
			most: rows('most', match.possible),
			unknown: match.possible && !isEmpty(source.most) ? [...source.unknown, ...match.unknown] : [],
			action: collection.action === 'deny' ? 'deny' : 'allow',
			origin: placed,
		};
	});
}

/** On the two web ports what is spoken is plain; on others a flow does not say. */
function speaks(type: ApplicationRule['protocols'][number]['type'], port: number): boolean {
	switch (port) {
		case 80: {
			return type === 'http';
		}

		case 443: {
			return type === 'https';
		}

		default: {
			return true;
		}
	}
}

function matchHost(rule: ApplicationRule, host: Host, firewall: Firewall): Match {
	switch (host.kind) {
		case 'nameless': {
			return no;
		}

		case 'unknown-name': {
			// A rule for named hosts says nothing of listed addresses; one for every name does.
			return rule.targetFqdns.includes('*') ? sure : categories(rule, firewall, 'the server');
		}

		case 'named': {
			return either([
				matchNames(rule, host.pattern),
				...rule.fqdnTags.map(tag => matchTag(tag, host.pattern, host.outsideAzure)),
				matchUrls(rule, firewall, host.pattern),
				categories(rule, firewall, host.pattern),
			]);
		}
	}
}

function either(matches: readonly Match[]): Match {
	return {
		sure: matches.some(match => match.sure),
		possible: matches.some(match => match.possible),
		unknown: matches.some(match => match.sure) ? [] : matches.flatMap(({unknown}) => unknown),
	};
}

function matchNames({targetFqdns}: ApplicationRule, name: NamePattern): Match {
	if (targetFqdns.some(pattern => covers(pattern, name))) {
		return sure;
	}

	return targetFqdns.some(pattern => overlap(pattern, name))
		? perhaps({datum: `the exact name behind ${name}`, command: 'nslookup NAME'})
		: no;
}

function matchTag(tag: string, name: NamePattern, outsideAzure: boolean): Match {
	switch (tagCovers(tag, name)) {
		case 'yes': {
			return sure;
		}

		case 'no': {
			return no;
		}

		case 'unknown': {
			return outsideAzure
				? no
				: perhaps({
						datum: `whether FQDN tag ${tag} covers ${name}, which Microsoft does not publish`,
						command: 'az network firewall list-fqdn-tags',
					});
		}
	}
}

/** A URL is more than a host: the path decides, and on https only TLS inspection sees it (features-by-sku.md). */
function matchUrls({targetUrls}: ApplicationRule, firewall: Firewall, name: NamePattern): Match {
	const hosts = targetUrls.map(url => url.replace(/^https?:\/\//i, '').split('/')[0] ?? '');
	return hosts.some(host => overlap(host, name))
		? perhaps({datum: `which paths of ${name} are asked for`, command: showPolicy(firewall)})
		: no;
}

function categories({webCategories}: ApplicationRule, firewall: Firewall, name: string): Match {
	return webCategories.length === 0 || firewall.tier.toLowerCase() === 'basic'
		? no
		: perhaps({
				datum: `whether ${name} is in web category ${webCategories.join(', ')}`,
				command: showPolicy(firewall),
			});
}

function showPolicy({id, policy}: Firewall): string {
	return policy === undefined
		? commandLine('az', 'network', 'firewall', 'show', '--ids', id)
		: commandLine('az', 'network', 'firewall', 'policy', 'show', '--ids', policy);
}
