import {type Parsed, parsed, refused} from '../../network/parsed.js';
import {formatPorts, parsePorts} from '../../network/port-set.js';

/** The far end of a question: what is called, and on which ports where that is said. */
export type Target = {
	readonly place: string;
	/** As a profile has them: `443`, `80,8000-8010`, `*`. */
	readonly ports: string | undefined;
	/** Undefined where it was not said; tcp is meant then, or what a service speaks. */
	readonly protocol: 'tcp' | 'udp' | undefined;
};

/** Ports of URLs (IANA, service names and port numbers). */
const schemePorts: Readonly<Record<string, string>> = {http: '80', https: '443'};

/** `gcr.io:443`, `kube-system/kube-dns:53/udp`, `10.1.0.4:tcp/22`, `[fd00::4]:22`, `https://gcr.io/v2/`, `claims/portal`. */
export function parseTarget(text: string): Parsed<Target> {
	const [, scheme, host, given] = /^([a-z]+):\/\/([^/:?#@]+)(?::([^/?#]*))?(?:[/?#].*)?$/i.exec(text) ?? [];
	if (scheme !== undefined && host !== undefined) {
		const port = given ?? schemePorts[scheme.toLowerCase()];
		return port === undefined
			? refused(`It is not known which port ${scheme} uses; write ${host}:PORT.`)
			: withPorts(host, port);
	}

	// RFC 3986: without brackets nobody can tell where an IPv6 address ends.
	const [, six, portOfSix] = /^\[([^\]]+)\](?::(.*))?$/.exec(text) ?? [];
	if (six !== undefined) {
		return portOfSix === undefined
			? parsed({place: six, ports: undefined, protocol: undefined})
			: withPorts(six, portOfSix);
	}

	if (/^[\da-f]*:[\da-f]*:/i.test(text)) {
		return refused(`${text} is an IPv6 address; write it in brackets, and its port behind them: [2603:1030::1]:443.`);
	}

	const [, place = text, ports] = /^(.*?):([^:]*)$/.exec(text) ?? [];
	if (place === '') {
		return refused(`${JSON.stringify(text)} does not say what is called; write it before the colon.`);
	}

	return ports === undefined ? parsed({place, ports: undefined, protocol: undefined}) : withPorts(place, ports);
}

function withPorts(place: string, text: string): Parsed<Target> {
	const words = text.toLowerCase().split('/');
	const protocol = words.find(word => word === 'tcp' || word === 'udp');
	const [numbers, ...others] = words.filter(word => word !== protocol);
	if (numbers === undefined || others.length > 0) {
		return refused(`${JSON.stringify(text)} is neither a port nor a port with its protocol, like 443 or 53/udp.`);
	}

	const ports = parsePorts(numbers);
	return ports.ok
		? parsed({place, ports: formatPorts(ports.value), protocol: protocol === 'udp' ? 'udp' : protocol && 'tcp'})
		: refused(`${text}: ${ports.problem}`);
}
