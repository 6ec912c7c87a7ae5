import {bad, passedOver, portOf, type ReadTraffic, type SeenTraffic, targetOf} from './seen-traffic.js';

/**
 * One line of what a proxy lets through: hosts, `*.domain`, `host:port` or URLs, one or several in a line; or Squid's
 * `acl NAME dstdomain …`. A leading dot means the domain and everything in it (squid-cache.org, acl), which is two names
 * here. What follows `#` is no host.
 */
export function readAllowedHosts(line: string): ReadTraffic {
	const words = line
		.replace(/#.*$/, '')
		.trim()
		.split(/[\s,;]+/)
		.filter(word => word !== '');
	if (words.length === 0) {
		return passedOver;
	}

	const hosts = words[0] === 'acl' ? aclHosts(words) : words;
	if (typeof hosts === 'string') {
		return bad(hosts);
	}

	const all = hosts.map(readHost);
	const wrong = hosts[all.indexOf(undefined)];
	return wrong === undefined
		? {kind: 'seen', all: all.flatMap(one => one ?? [])}
		: bad('it holds something that is not a host');
}

function aclHosts([, , type, ...values]: readonly string[]): readonly string[] | string {
	if (type !== 'dstdomain') {
		return `only dstdomain says hosts, not ${/^[\w-]{1,20}$/.test(type ?? '') ? type : 'this'}`;
	}

	return values.filter(value => value !== '-n');
}

function readHost(word: string): readonly SeenTraffic[] | undefined {
	const [, scheme, dot, host = '', written] =
		/^(?:(https?):\/\/)?(\.)?([^:/\s]+)(?::(\d+))?(?:\/\S*)?$/i.exec(word) ?? [];
	const port = written === undefined ? (scheme?.toLowerCase() === 'http' ? 80 : undefined) : portOf(written);
	const names = dot === undefined ? [host] : [host, `*.${host}`];
	const targets = names.map(targetOf);
	if ((written !== undefined && port === undefined) || targets.includes(undefined)) {
		return undefined;
	}

	return targets.flatMap(to =>
		to === undefined
			? []
			: [
					{
						to,
						port,
						protocol: 'tcp' as const,
						from: undefined,
						time: undefined,
						source: undefined,
						stopped: false,
						times: 1,
					},
				],
	);
}
