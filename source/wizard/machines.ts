import {type AddressSet, addresses, formatAddresses, parseCidr} from '../network/address-set.js';
import {intersection, union} from '../network/interval-set.js';
import {type Parsed, parsed, refused} from '../network/parsed.js';

/** Ranges that never arrive from the internet; az refuses them as authorized ranges (facts D2). */
const notPublic = addresses(
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/4',
	'240.0.0.0/4',
);

/** Public addresses of developer machines as a person types them: with commas or blanks between. */
export function parseMachines(text: string): Parsed<AddressSet> {
	let machines: AddressSet = [];
	for (const part of text.split(/[\s,;]+/).filter(piece => piece !== '')) {
		const machine = parseCidr(part);
		if (!machine.ok) {
			return machine;
		}

		const hidden = intersection(machine.value, notPublic);
		if (hidden.length > 0) {
			return refused(`${part} is not public (${formatAddresses(hidden)}); give the address the internet sees.`);
		}

		machines = union(machines, machine.value);
	}

	return parsed(machines);
}

const label = `[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?`;
const hostName = new RegExp(String.raw`^(?:${label}\.)+[a-z]{2,63}$`, 'i');

export function parseHostName(text: string): Parsed<string> {
	const name = text.trim();
	return hostName.test(name)
		? parsed(name)
		: refused(`${JSON.stringify(name)} is not a full host name, like azds-0123.eus.azds.io.`);
}
