import type {MachineGrounds} from '../controls/this-machine/grounds.js';
import type {Flow} from '../profiles/flow.js';
import type {MachineProbe} from '../topology/machine-probe.js';
import type {Wording} from './control-wording.js';

export function machineWording(grounds: MachineGrounds, {to}: Flow): Wording {
	switch (grounds.kind) {
		case 'failed': {
			return {rule: grounds.probe.outcome, why: explainFailure(grounds.probe)};
		}

		case 'reached': {
			return {rule: 'tried', why: `This machine reached ${grounds.names.join(', ')}.`};
		}

		case 'not-tried': {
			return {
				rule: 'not tried',
				why: `Whether a developer's machine reaches ${to} cannot be read from Azure or the cluster; it must be tried there.`,
			};
		}
	}
}

function explainFailure({name, port, outcome, detail}: MachineProbe): string {
	const sentence = {
		reached: `This machine reached ${name}.`,
		'no-such-name': `This machine cannot resolve ${name}.`,
		'no-connection': `This machine resolves ${name} but gets no connection to port ${port}.`,
		'no-tls': `This machine reaches ${name} on port ${port} but gets no TLS session; a proxy may be in the way.`,
	}[outcome];
	return detail === '' ? sentence : `${sentence} (${detail})`;
}
