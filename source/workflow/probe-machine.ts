import type {Assessment} from '../controls/assess.js';
import {probeBackend} from '../detect/probe-backend.js';
import type {Session} from '../session.js';
import type {MachineProbe} from '../topology/machine-probe.js';

const outcomes = {dns: 'no-such-name', tcp: 'no-connection', tls: 'no-tls'} as const;

/** Tries, from this machine, every exact name that its flows need. A pattern cannot be tried. */
export async function probeMachine({findings}: Assessment, session: Session): Promise<readonly MachineProbe[]> {
	const names = findings.flatMap(({flow: {path, ports}}) =>
		path.kind === 'machine' && path.destination.kind === 'name' && !path.destination.pattern.includes('*')
			? [{name: path.destination.pattern, port: ports[0]?.[0] ?? 443}]
			: [],
	);
	return Promise.all(
		names.map(async ({name, port}) => {
			const {reached, steps} = await probeBackend(name, {port, signal: session.signal});
			const failed = steps.find(step => !step.ok);
			return {
				name,
				port,
				outcome: reached || failed === undefined ? 'reached' : outcomes[failed.step],
				detail: failed?.detail ?? '',
			};
		}),
	);
}
