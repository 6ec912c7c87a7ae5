type Ports = readonly {readonly protocol: string; readonly ports: string}[];

const every = '1-65535';

/** What is open, for people: `everything`, `every UDP port`, `TCP 80,443`; tables keep the words of other tools (`portWords`). */
export function spokenPorts(allowed: Ports): string {
	return isEverything(allowed)
		? 'everything'
		: allowed
				.map(({protocol, ports}) => (ports === every ? `every ${protocol} port` : `${protocol} ${ports}`))
				.join(', ');
}

/** All protocols that policies tell apart: TCP, UDP and SCTP. */
function isEverything(allowed: Ports): boolean {
	return allowed.length === 3 && allowed.every(({ports}) => ports === every);
}
