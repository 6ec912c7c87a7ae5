import type {ControlId} from '../controls/control-id.js';
import type {Finding, TrailEntry} from '../controls/finding.js';
import type {Verdict} from '../controls/verdict.js';
import {armName, parseArmId} from '../topology/arm-id.js';
import {controlNames} from './control-names.js';
import type {Told} from './control-wording.js';
import {listed} from './listed.js';
import {wordingOf} from './wording.js';

/** What decides about a flow, in as few words as tell it apart: one rule of one resource. */
export type Cause = {
	/** Equal for all flows that it decides about in the same way. */
	readonly key: string;
	readonly control: ControlId;
	readonly verdict: Verdict;
	/** `NSG nsg-snet-aks` */
	readonly place: string;
	/** `DenyAllOtherIn (4000)`, `default deny` */
	readonly rule: string;
};

/** The entries that made a finding what it is. What is blocked of something that may not be needed is undecided by what blocks it. */
export function decidingEntries({trail, verdict}: Finding): readonly TrailEntry[] {
	const own = trail.filter(entry => entry.verdict === verdict);
	return own.length === 0 && verdict === 'undecided' ? trail.filter(entry => entry.verdict === 'blocked') : own;
}

/** What stops a flow or leaves it undecided, in the order of its way; each once. */
export function causesOf(finding: Finding): readonly Cause[] {
	const causes = decidingEntries(finding).map(entry => causeOf(entry, finding));
	return causes.filter(({key}, index) => causes.findIndex(other => other.key === key) === index);
}

export function causeOf(entry: TrailEntry, told: Told): Cause {
	const {control, verdict, resource} = entry;
	const rule = shortRule(entry, told);
	return {key: `${verdict} ${control} ${resource} ${rule}`, control, verdict, place: stationName(entry), rule};
}

/** `NSG nsg-snet-aks`, `policy claims/default-deny`, `this machine`: the control by the name of what it stands in. */
export function stationName({control, decision, resource}: TrailEntry): string {
	const name = parseArmId(resource) === undefined ? resource : armName(resource);
	switch (control) {
		case 'nsg': {
			const isNone = decision.control === 'nsg' && decision.grounds.kind === 'no-group';
			return isNone ? `no NSG at ${name}` : `${controlNames[control]} ${name}`;
		}

		case 'authorized-ranges': {
			return `API server ${name}`;
		}

		case 'network-policy': {
			// Those of other kinds say their kind themselves.
			return /Policy /.test(name)
				? name
				: name === 'the cluster'
					? 'network policies'
					: `${/^pods? /.test(name) ? 'policies of' : 'policy'} ${name}`;
		}

		case 'this-machine': {
			return controlNames[control];
		}

		default: {
			return `${controlNames[control]} ${name}`;
		}
	}
}

/** A firewall's rule without the group and the collection it stands in. */
function shortRule(entry: TrailEntry, told: Told): string {
	const {decision, verdict, parts} = entry;
	if (decision.control !== 'azure-firewall' || decision.grounds.kind !== 'rules') {
		return wordingOf(entry, told).rule;
	}

	const perhaps = parts.flatMap(({control, grounds}) =>
		verdict === 'undecided' && control === 'azure-firewall' && grounds.kind === 'rules' ? grounds.candidates : [],
	);
	const rules = perhaps.length > 0 ? perhaps : decision.grounds.rules;
	return rules.length === 0 ? 'default deny' : listed(rules.map(origin => origin?.rule.name ?? 'default deny'));
}
