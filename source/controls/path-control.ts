import type {EgressPath, Flow, IngressPath} from '../profiles/flow.js';
import type {Topology} from '../topology/topology.js';
import type {Control, Finding, Remedy, TrailEntry} from './control.js';

type Parts = Pick<Control, 'id' | 'title'> & {
	readonly assessEgress: (flow: Flow, path: EgressPath, topology: Topology) => readonly TrailEntry[];
	readonly assessIngress: (flow: Flow, path: IngressPath, topology: Topology) => readonly TrailEntry[];
	readonly remedyEgress: (finding: Finding, path: EgressPath, topology: Topology) => readonly Remedy[];
	readonly remedyIngress: (finding: Finding, path: IngressPath, topology: Topology) => readonly Remedy[];
};

/** A control in the virtual network: packets that leave the cluster and packets that enter it meet it, no others do. */
export function pathControl({id, title, assessEgress, assessIngress, remedyEgress, remedyIngress}: Parts): Control {
	return {
		id,
		title,
		assess(flow, topology) {
			const {path} = flow;
			switch (path.kind) {
				case 'egress': {
					return assessEgress(flow, path, topology);
				}

				case 'ingress': {
					return assessIngress(flow, path, topology);
				}

				default: {
					return [];
				}
			}
		},
		remedy(finding, topology) {
			const {path} = finding.flow;
			switch (path.kind) {
				case 'egress': {
					return remedyEgress(finding, path, topology);
				}

				case 'ingress': {
					return remedyIngress(finding, path, topology);
				}

				default: {
					return [];
				}
			}
		},
	};
}
