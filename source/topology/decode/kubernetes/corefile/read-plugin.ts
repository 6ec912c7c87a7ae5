import {parseAddress, parseIpv4} from '../../../../network/address.js';
import {type AddressSet, ofFamily} from '../../../../network/address-set.js';
import {emptySet, union, unionOf} from '../../../../network/interval-set.js';
import {parseAddresses} from '../../azure/parse-addresses.js';
import type {DnsPlugin, RewritePlugin} from './cluster-dns.js';
import {dnsZone} from './dns-zone.js';
import type {Directive} from './parse-corefile.js';

/** Plugins that change nothing about which addresses a name has (coredns.io/plugins). */
const harmless: ReadonlySet<string> = new Set([
	...['any', 'bufsize', 'cache', 'cancel', 'chaos', 'debug', 'dns64', 'dnssec', 'dnstap', 'errors', 'health', 'local'],
	...['log', 'loadbalance', 'loop', 'metadata', 'minimal', 'multisocket', 'nsid', 'pprof', 'prometheus', 'ready'],
	...['reload', 'root', 'timeouts', 'trace', 'transfer'],
]);

/** The others that are built in, and whose answers nobody here can tell, or of which only some are read. */
const builtIn: ReadonlySet<string> = new Set([
	...['acl', 'auto', 'autopath', 'azure', 'bind', 'clouddns', 'erratic', 'etcd', 'file', 'forward', 'geoip', 'grpc'],
	...['grpc_server', 'header', 'hosts', 'https', 'https3', 'import', 'k8s_external', 'kubernetes', 'nomad', 'on'],
	...['quic', 'rewrite', 'route53', 'secondary', 'sign', 'template', 'tls', 'tsig', 'view', 'whoami'],
]);

/** AKS has those that are built in and no others (AKS, coredns-custom); CoreDNS does not start with a name it lacks. */
export function isPlugin(name: string): boolean {
	return harmless.has(name) || builtIn.has(name);
}

/** The value of one stands in CoreDNS' own environment. */
export function hasVariable({words, block}: Directive): boolean {
	return [words, ...block].flat().some(word => /\{[$%]/.test(word));
}

/**
 * What a plugin does with questions for the IPv4 addresses of a name; undefined where it does nothing. What is written in
 * a way that we do not understand is a plugin whose answers nobody can tell.
 */
export function readPlugin(directive: Directive, key: string): DnsPlugin | undefined {
	const {name, words} = directive;
	if (harmless.has(name)) {
		return undefined;
	}

	const other = {key, kind: 'other', name} as const;
	if (hasVariable(directive)) {
		return other;
	}

	switch (name) {
		case 'rewrite': {
			return readRewrite(directive, key) ?? other;
		}

		case 'template': {
			return asksForAddresses(words) ? readTemplate(directive, key) : words.length < 2 ? other : undefined;
		}

		case 'hosts': {
			return readHosts(directive, key) ?? other;
		}

		case 'forward': {
			return readForward(directive, key) ?? other;
		}

		case 'kubernetes': {
			return {key, kind: 'kubernetes', zones: words.map(dnsZone)};
		}

		default: {
			return other;
		}
	}
}

const matches: ReadonlySet<string> = new Set(['exact', 'prefix', 'suffix', 'substring', 'regex']);

/**
 * Rules for the name that is asked for. Rules for the time to live or for options of the question change no answer and
 * matter only where they end the list; those for types, classes and codes are not understood.
 */
function readRewrite({words, block}: Directive, key: string): DnsPlugin | undefined {
	const [first = '', ...others] = words;
	const goesOn = first === 'continue';
	const [field, ...rule] = [...(goesOn || first === 'stop' ? others : words), ...(block[0] ?? [])];
	// What follows says how the answer looks to the client, and not which addresses are in it.
	if (block.slice(1).some(([start]) => start !== 'answer')) {
		return undefined;
	}

	if (field === 'edns0') {
		return {key, kind: 'rewrite', match: 'suffix', from: '', to: undefined, goesOn};
	}

	const end = rule.indexOf('answer');
	const said = end < 0 ? rule : rule.slice(0, end);
	const [match = '', from, to, ...more] = matches.has(said[0] ?? '') ? said : ['exact', ...said];
	const isNamed = (field === 'name' || field === 'ttl') && from !== undefined && to !== undefined && more.length === 0;
	return isNamed
		? {
				key,
				kind: 'rewrite',
				// Looked up among them above.
				match: match as RewritePlugin['match'],
				from: spellPart(match, from),
				to: field === 'ttl' ? undefined : spellPart(match, to),
				goesOn,
			}
		: undefined;
}

/** Names end in a dot there, which we leave out; the beginning or the middle of one, and an expression, do not. */
function spellPart(match: string, text: string): string {
	return match === 'regex' ? text : match === 'exact' || match === 'suffix' ? dnsZone(text) : text.toLowerCase();
}

function asksForAddresses([classOf = '', type = '']: readonly string[]): boolean {
	return ['IN', 'ANY'].includes(classOf.toUpperCase()) && ['A', 'ANY'].includes(type.toUpperCase());
}

function readTemplate({words, block}: Directive, key: string): DnsPlugin {
	const answers = block.filter(([option]) => option === 'answer').map(([, ...record]) => record.join(' '));
	const addresses = answers.map(addressOf);
	return {
		key,
		kind: 'template',
		zones: words.slice(2).map(dnsZone),
		matches: block.flatMap(([option, ...expressions]) => (option === 'match' ? expressions : [])),
		fallsThrough: block.flatMap(([option, ...zones]) => (option === 'fallthrough' ? throughZones(zones) : [])),
		answer: addresses.every(found => found !== undefined) ? unionOf(addresses) : undefined,
		code: (block.find(([option]) => option === 'rcode')?.[1] ?? 'NOERROR').toUpperCase(),
	};
}

/** Of `{{ .Name }} 60 IN A 10.1.0.4`; an IPv6 address is none that we look at, and other records lead elsewhere. */
function addressOf(record: string): AddressSet | undefined {
	const [, type = '', data = ''] = /\s(A|AAAA)\s+(\S+)$/i.exec(record) ?? [];
	const address = parseIpv4(data);
	return type.toUpperCase() === 'AAAA'
		? emptySet
		: type !== '' && address.ok
			? [[address.value, address.value]]
			: undefined;
}

/** The file of the image itself lists nothing but the pod's own name. */
const ownFile = '/etc/hosts';

const hostsOptions: ReadonlySet<string> = new Set(['ttl', 'no_reverse', 'reload', 'fallthrough_unsupported']);

function readHosts({words, block}: Directive, key: string): DnsPlugin | undefined {
	const [file, ...zones] = words;
	const addresses = new Map<string, AddressSet>();
	let fallsThrough: readonly string[] = [];
	for (const [first = '', ...rest] of block) {
		if (first === 'fallthrough') {
			fallsThrough = throughZones(rest);
		} else if (!hostsOptions.has(first)) {
			const isAddress = parseAddress(first).ok || first.includes(':');
			if (!isAddress) {
				return undefined;
			}

			for (const host of rest.map(dnsZone)) {
				addresses.set(host, union(addresses.get(host) ?? emptySet, ofFamily(parseAddresses([first]), 'IPv4')));
			}
		}
	}

	return {
		key,
		kind: 'hosts',
		zones: zones.map(dnsZone),
		addresses,
		file: file === ownFile ? undefined : file,
		fallsThrough,
	};
}

/** Every zone where none is named. */
function throughZones(zones: readonly string[]): readonly string[] {
	return zones.length === 0 ? [''] : zones.map(dnsZone);
}

function readForward({words, block}: Directive, key: string): DnsPlugin | undefined {
	const [from, ...servers] = words;
	return from === undefined || servers.length === 0
		? undefined
		: {
				key,
				kind: 'forward',
				from: dnsZone(from),
				except: block.flatMap(([option, ...names]) => (option === 'except' ? names.map(dnsZone) : [])),
				servers,
				goesOn: block.some(([option = '']) => option.startsWith('next')),
			};
}
