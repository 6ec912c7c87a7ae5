import type {DrawnFrom, DrawnNeed, DrawnTo} from './drawn-profile.js';

/** `api.northlight.net, tcp 443` */
export function needTitle({to, protocol, ports}: DrawnNeed): string {
	return `${spellTo(to)}, ${protocol} ${ports}`;
}

export function spellFrom(from: DrawnFrom): string {
	switch (from.kind) {
		case 'nodes': {
			return 'nodes';
		}

		case 'cluster': {
			return 'nodes and pods';
		}

		case 'pods': {
			return from.workload === undefined ? `pods of ${from.namespace}` : `${from.workload} in ${from.namespace}`;
		}
	}
}

function spellTo(to: DrawnTo): string {
	switch (to.kind) {
		case 'name': {
			return to.name;
		}

		case 'addresses': {
			const more = to.addresses.length - 1;
			return `${to.addresses[0] ?? ''}${more > 0 ? ` and ${more} more` : ''}`;
		}

		case 'pods': {
			return `${to.workload ?? 'pods'} in ${to.namespace}`;
		}

		case 'api-server': {
			return 'the API server';
		}
	}
}
