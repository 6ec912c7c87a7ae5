import {parseMachine} from '../controls/authorized-ranges/parse-machine.js';
import type {AddressSet} from '../network/address-set.js';
import {union} from '../network/interval-set.js';
import {type Parsed, parsed, refused} from '../network/parsed.js';

/** Public addresses of developer machines as a person types them: with commas or blanks between. */
export function parseMachines(text: string): Parsed<AddressSet> {
	let machines: AddressSet = [];
	for (const part of text.split(/[\s,;]+/).filter(piece => piece !== '')) {
		const machine = parseMachine(part);
		if (!machine.ok) {
			return machine;
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
