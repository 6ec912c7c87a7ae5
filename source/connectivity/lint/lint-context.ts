import type {Pod, Service} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';
import type {AppliedRule} from '../applied-rule.js';
import type {Connectivity} from '../connectivity.js';
import type {PolicyDirection} from '../policy-terms.js';
import type {RuleGroup} from '../rule-groups.js';

/** The kinds of complaints, each by the name that `aksess policies lint` prints. */
export type PolicyComplaintKind =
	| 'selects-nothing'
	| 'peer-selects-nothing'
	| 'unknown-port-name'
	| 'port-name-clash'
	| 'service-port'
	| 'shadowed'
	| 'dns-forgotten'
	| 'cilium-difference';

export type PolicyComplaint = {
	readonly kind: PolicyComplaintKind;
	readonly policy: string;
	/** `ingress[0]`; undefined when it is about the whole policy. */
	readonly rule: string | undefined;
	readonly message: string;
	readonly fix: string;
};

/** A rule with all pods that it is for: the groups of its policy's pods. */
export type LintedRule = {
	readonly name: string;
	readonly policy: string;
	readonly direction: PolicyDirection;
	readonly applied: readonly AppliedRule[];
	readonly groups: readonly RuleGroup[];
	/** The pods in which its ports are looked up. */
	readonly destinations: readonly Pod[];
};

export type LintContext = {
	readonly topology: Topology;
	readonly connectivity: Connectivity;
	readonly groups: readonly RuleGroup[];
	readonly rules: readonly LintedRule[];
	readonly services: readonly Service[];
};
