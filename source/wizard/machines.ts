import {parseMachine} from '../controls/authorized-ranges/parse-machine.js';
import type {AddressSet} from '../network/address-set.js';
import {union} from '../network/interval-set.js';
import {type Parsed, parsed} from '../network/parsed.js';

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
