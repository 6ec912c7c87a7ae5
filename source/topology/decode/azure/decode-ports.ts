import {union} from '../../../network/interval-set.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {type PortSet, parsePorts} from '../../../network/port-set.js';

/** The ports a rule lists, in security rules and firewall rules alike; the first text that is none refuses them all. */
export function decodePorts(ranges: readonly string[]): Parsed<PortSet> {
	let ports: PortSet = [];
	for (const range of ranges) {
		const found = parsePorts(range);
		if (!found.ok) {
			return refused(found.problem.replace(/\.$/, ''));
		}

		ports = union(ports, found.value);
	}

	return parsed(ports);
}
