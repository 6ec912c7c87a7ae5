import type {Assessment} from '../../controls/assess.js';
import type {ControlId} from '../../controls/control-id.js';
import type {Finding, TrailEntry} from '../../controls/finding.js';
import type {Verdict} from '../../controls/verdict.js';
import {type AddressSet, anyAddress, anyIpv4, formatAddresses} from '../../network/address-set.js';
import {equals, isEmpty} from '../../network/interval-set.js';
import {formatPorts} from '../../network/port-set.js';
import type {RecognisedProfile, Recognition} from '../../profiles/recognise.js';
import type {UnnamedRegistry} from '../../profiles/unnamed-registries.js';
import {abbreviate, publicOf} from '../../routing/destination-cases.js';
import type {Hop, Leg, Place, PlaceKind, Way, WayCase} from '../../routing/way.js';
import {type ArmId, armName, parseArmId} from '../../topology/arm-id.js';
import type {Cluster} from '../../topology/cluster.js';
import type {Missing} from '../../topology/missing.js';
import {placeName} from '../../wording/place-name.js';
import {wordingOf} from '../../wording/wording.js';
import type {ReportedUnused} from './unused-report.js';

/** What `check` says, in the shape that `--output json` prints and others build on (docs/schema/check.schema.json). */
export type Report = {
	readonly schemaVersion: 1;
	readonly cluster: {readonly id: ArmId; readonly name: string; readonly location: string} | null;
	readonly profiles: readonly string[];
	/** Only where no profile was given: what tells that each of them is there. */
	readonly found?: readonly RecognisedProfile[];
	/** Likewise: registries that images come from and no profile names. */
	readonly unnamedRegistries?: readonly UnnamedRegistry[];
	readonly summary: Summary;
	readonly findings: readonly ReportedFinding[];
	/** Only where it was asked for: what lets something through that none of the profiles needs. */
	readonly unused?: ReportedUnused;
	/** About profiles as a whole: retired services, the age of data. */
	readonly notes: readonly string[];
};

export type Summary = {
	readonly allowed: number;
	readonly blocked: number;
	readonly undecided: number;
	readonly notApplicable: number;
};

export type ReportedFinding = {
	readonly flow: string;
	readonly profile: string;
	readonly requirement: string;
	readonly purpose: string;
	readonly from: string;
	readonly to: string;
	readonly protocol: string;
	readonly ports: string;
	readonly verdict: Verdict;
	/** How sure it is that this is needed; left out where it is required. */
	readonly confidence?: 'inferred' | 'optional' | 'unverified';
	/** What the packets pass, in order; empty where the requirement binds to nothing. */
	readonly way: readonly ReportedHop[];
	readonly trail: readonly ReportedEntry[];
	readonly remarks: readonly string[];
};

export type ReportedHop = {
	readonly leg: Leg;
	readonly kind: PlaceKind;
	readonly place: string;
	/** Addresses as they look there, `*` for every one; left out where none are looked at. */
	readonly source?: string;
	readonly destination?: string;
	/** Who tells a route that stands in no table that was read. */
	readonly told?: {readonly by: 'interface' | 'gateway' | 'hub'; readonly resource: ArmId};
	/** In some cases of what is not known the packets do not come by here. */
	readonly perhaps: boolean;
};

export type ReportedEntry = {
	readonly control: ControlId | 'profile';
	readonly verdict: Verdict;
	readonly resource: string;
	readonly rule: string;
	readonly why: string;
	readonly missing?: Missing;
};

export function toReport(
	assessment: Assessment,
	cluster: Cluster | undefined,
	profiles: readonly string[],
	recognition?: Recognition,
	unused?: ReportedUnused,
): Report {
	const findings = [...assessment.findings.map(bound), ...assessment.unbound.map(unbound)];
	return {
		schemaVersion: 1,
		cluster: cluster === undefined ? null : {id: cluster.id, name: cluster.name, location: cluster.location},
		profiles,
		...(recognition === undefined ? {} : {found: recognition.found, unnamedRegistries: recognition.unnamed}),
		summary: summarise(findings.map(({verdict}) => verdict)),
		findings,
		...(unused === undefined ? {} : {unused}),
		notes: assessment.notes,
	};
}

export function summarise(verdicts: readonly Verdict[]): Summary {
	const count = (wanted: Verdict) => verdicts.filter(verdict => verdict === wanted).length;
	return {
		allowed: count('allowed'),
		blocked: count('blocked'),
		undecided: count('undecided'),
		notApplicable: count('not-applicable'),
	};
}

/** Who talks to whom on which ports; empty for a requirement that binds to nothing here. */
export function routeOf({from, to, protocol, ports}: ReportedFinding): string {
	if (from === '') {
		return '';
	}

	return `${from} → ${to}${spellPorts(protocol, ports)}`;
}

function spellPorts(protocol: string, ports: string): string {
	if (protocol === 'any' || ports === '') {
		return '';
	}

	return ports === '*' ? `, every ${protocol} port` : ` ${protocol} ${ports}`;
}

/** The last name of an ARM id; everything else (`namespace/policy`, the machine) as it is. */
export function resourceName(resource: string): string {
	return parseArmId(resource) === undefined ? resource : armName(resource);
}

/** What decided: the entries that have the finding's own verdict. */
export function tellingEntries({trail, verdict}: ReportedFinding): readonly ReportedEntry[] {
	// What is blocked of something that may not be needed is undecided, by what blocks it.
	return trail.filter(entry => entry.verdict === verdict || (verdict === 'undecided' && entry.verdict === 'blocked'));
}

function bound(finding: Finding): ReportedFinding {
	const {flow, verdict, trail} = finding;
	const {id, profile, requirement, purpose, from, to, protocol, ports, remarks, confidence} = flow;
	return {
		flow: id,
		profile,
		requirement,
		purpose,
		from,
		to,
		protocol,
		ports: formatPorts(ports),
		verdict,
		...(confidence === undefined ? {} : {confidence}),
		way: reportWay(finding.way),
		trail: trail.map(entry => reportEntry(entry, finding)),
		remarks,
	};
}

/** The hops of all cases, each once, in the order in which they are met. */
function reportWay({cases}: Way): readonly ReportedHop[] {
	const hops = new Map<string, {readonly hop: Hop; readonly met: Set<WayCase>}>();
	for (const found of cases) {
		for (const hop of found.hops) {
			const key = `${hop.station} ${placeName(hop.place)}`;
			const known = hops.get(key) ?? {hop, met: new Set()};
			known.met.add(found);
			hops.set(key, known);
		}
	}

	return [...hops.values()].map(({hop, met}) => {
		// A party that never comes by says nothing of those that do.
		const parties = new Set([...met].map(({party}) => party));
		return reportHop(
			hop,
			cases.some(found => parties.has(found.party) && !met.has(found)),
		);
	});
}

function reportHop({leg, place, packets: {source, destination}}: Hop, perhaps: boolean): ReportedHop {
	return {
		leg,
		kind: place.kind,
		place: placeName(place),
		...(isEmpty(source) ? {} : {source: spellAddresses(source)}),
		...(isEmpty(destination) ? {} : {destination: spellAddresses(destination)}),
		...toldOf(place),
		perhaps,
	};
}

function toldOf(place: Place): Pick<ReportedHop, 'told'> {
	const told = place.kind === 'route' || place.kind === 'return' ? place.route.told : undefined;
	return told === undefined
		? {}
		: {told: {by: told.kind, resource: told.kind === 'interface' ? told.interface : told.teacher}};
}

/** Long lists say nothing to a reader: the internet is one word. */
function spellAddresses(set: AddressSet): string {
	if (equals(set, anyAddress) || equals(set, anyIpv4)) {
		return '*';
	}

	if (equals(set, publicOf.IPv6)) {
		return 'the internet over IPv6';
	}

	return equals(set, publicOf.IPv4) ? 'the internet' : abbreviate(formatAddresses(set));
}

function reportEntry(entry: TrailEntry, finding: Finding): ReportedEntry {
	const {control, verdict, resource, missing} = entry;
	return {control, verdict, resource, ...wordingOf(entry, finding), ...(missing === undefined ? {} : {missing})};
}

/** A requirement that binds to nothing is reported in its own name; the profile itself is what decided. */
function unbound({
	profile,
	requirement,
	purpose,
	verdict,
	why,
	missing,
}: Assessment['unbound'][number]): ReportedFinding {
	return {
		flow: requirement,
		profile,
		requirement,
		purpose,
		from: '',
		to: '',
		protocol: '',
		ports: '',
		verdict,
		way: [],
		trail: [
			{
				control: 'profile',
				verdict,
				resource: profile,
				rule: requirement,
				why,
				...(missing === undefined ? {} : {missing}),
			},
		],
		remarks: [],
	};
}
