import {covers} from '../../network/name-pattern.js';
import {type Parsed, parsed, refused} from '../../network/parsed.js';
import type {Topology} from '../../topology/topology.js';
import {routes} from '../endpoint-schema.js';
import type {Profile} from '../profile.js';
import {profileSchema} from '../profile-schema.js';
import {type AskedEnd, type AskedTarget, senderEnd, targetEnds} from './asked-ends.js';
import {findSender, findTarget, type Place} from './find-place.js';
import type {Question} from './question.js';
import {parseTarget} from './target.js';

/** The name under which answers to questions are reported. */
export const askedName = 'asked';

/** A profile as its file holds it, and the same as it is bound. */
export type AskedProfile = {readonly file: Readonly<Record<string, unknown>>; readonly profile: Profile};

/**
 * Questions as a profile: each is a requirement, bound and judged like any other.
 *
 * @param knowing profiles that may say where the addresses of a host lie
 * @param date on which it was asked, `2026-03-01`
 */
export function askedProfile(
	questions: readonly Question[],
	topology: Topology,
	knowing: readonly Profile[],
	date: string,
): Parsed<AskedProfile> {
	const found: (readonly Draft[])[] = [];
	for (const question of questions) {
		const drafted = draftsOf(question, topology, knowing);
		if (!drafted.ok) {
			return refused(drafted.problem);
		}

		found.push(drafted.value);
	}

	const drafts = found.flat();
	const ids = uniqueIds(drafts.map(idOf));
	const sets = drafts.flatMap(({from, to}, index) =>
		[
			{name: `${ids[index]}-from`, set: from.set},
			{name: `${ids[index]}-to`, set: to.set},
		].flatMap(({name, set}) => (set === undefined ? [] : [[name, {...set, source: 'asked', date}] as const])),
	);
	const file = {
		schemaVersion: 1,
		name: askedName,
		title: 'What was asked',
		description: 'Questions of one end to another, each with its own requirement.',
		status: {state: 'current', source: 'asked', date},
		...(sets.length === 0 ? {} : {addressSets: Object.fromEntries(sets)}),
		requirements: drafts.map((draft, index) => requirementOf(draft, ids[index] ?? '', date)),
	};
	const result = profileSchema.safeParse(file);
	return result.success
		? parsed({file, profile: result.data})
		: refused(result.error.issues.map(({message}) => message).join(' '));
}

/** What is wrong with a question on this network; undefined where it can be answered. */
export function questionProblem(question: Question, topology: Topology): string | undefined {
	const drafted = draftsOf(question, topology, []);
	return drafted.ok ? undefined : drafted.problem;
}

/** The same of its first half alone. */
export function senderProblem(from: string, topology: Topology): string | undefined {
	const found = findSender(from, topology);
	const end = found.ok ? senderEnd(found.value) : found;
	return end.ok ? undefined : end.problem;
}

type Draft = {readonly question: Question; readonly from: AskedEnd; readonly to: AskedTarget};

function draftsOf(question: Question, topology: Topology, knowing: readonly Profile[]): Parsed<readonly Draft[]> {
	const target = parseTarget(question.to);
	if (!target.ok) {
		return target;
	}

	const sender = findSender(question.from, topology);
	const called = findTarget(target.value, topology);
	if (!sender.ok || !called.ok) {
		return sender.ok ? (called as Extract<typeof called, {ok: false}>) : sender;
	}

	const from = senderEnd(sender.value);
	const ends = targetEnds(called.value, target.value, isPods(sender.value), topology);
	if (!from.ok || !ends.ok) {
		return from.ok ? (ends as Extract<typeof ends, {ok: false}>) : from;
	}

	const {kind} = from.value.end;
	const allowed: readonly string[] = Object.hasOwn(routes, kind) ? routes[kind as keyof typeof routes] : [];
	const wrong = ends.value.find(({end}) => !allowed.includes(end.kind));
	return wrong === undefined
		? parsed(ends.value.map(to => ({question, from: from.value, to: hosted(to, knowing)})))
		: refused(noWay(question, sender.value, called.value));
}

function isPods({kind}: Place): boolean {
	return kind === 'namespace' || kind === 'workload' || kind === 'pod';
}

/** Why nothing can be said of such a pair, and what can be asked instead. */
function noWay({from, to}: Question, sender: Place, called: Place): string {
	const instead: Partial<Record<Place['kind'], string>> = {
		internet: 'a LoadBalancer service or nodes',
		nodes: 'a host, an address or the API server',
		machines: 'a host or the API server',
		'api-server': 'pods',
		addresses: 'pods, a LoadBalancer service, nodes or the API server',
		tag: 'pods, a LoadBalancer service, nodes or the API server',
		subnet: 'a host, an address, pods, a LoadBalancer service or nodes',
	};
	const why =
		sender.kind === 'internet' && isPods(called)
			? 'no route leads from the internet to a pod'
			: `no path is known from ${wordOf(sender)} to ${wordOf(called)}`;
	return `From ${from} to ${to}: ${why}; from ${wordOf(sender)} ask for ${instead[sender.kind] ?? 'a host, an address, pods or a service'}.`;
}

function wordOf(place: Place): string {
	const words: Partial<Record<Place['kind'], string>> = {
		internet: 'the internet',
		'api-server': 'the API server',
		machines: "a developer's machine",
		addresses: 'an address',
		tag: 'a service tag',
		host: 'a host',
		namespace: 'pods',
		pod: 'pods',
		workload: 'pods',
		service: 'a service',
		subnet: 'a subnet',
	};
	return words[place.kind] ?? place.kind;
}

/** Where a shipped profile says in whose hands a host is, a firewall's rules about tags say more of it. */
function hosted(to: AskedTarget, knowing: readonly Profile[]): AskedTarget {
	const {name} = to.end;
	if (to.end.kind !== 'name' || typeof name !== 'string') {
		return to;
	}

	const said = knowing.flatMap(({requirements}) =>
		requirements.flatMap(requirement =>
			requirement.to.flatMap(known =>
				(known.kind === 'name' && covers(known.name, name)) ||
				(known.kind === 'names' && known.names.some(pattern => covers(pattern, name)))
					? [known]
					: [],
			),
		),
	);
	const outside = said.length > 0 && said.every(({hosting}) => hosting === 'outside-azure');
	return outside ? {...to, end: {...to.end, hosting: 'outside-azure'}} : to;
}

function requirementOf({question, from, to}: Draft, id: string, date: string) {
	const title = `${question.from} to ${question.to}`;
	return {
		id,
		title,
		purpose: `${question.from} does not reach ${question.to}.`,
		source: 'asked',
		date,
		from: from.set === undefined ? from.end : {...from.end, set: `${id}-from`},
		to: to.set === undefined ? to.end : {...to.end, set: `${id}-to`},
		protocol: to.protocol,
		ports: to.ports,
		...(to.notes.length === 0 ? {} : {notes: to.notes.map(text => ({text}))}),
	};
}

/** Lower-case words joined by hyphens, beginning with a letter; short enough for a suffix. */
function idOf({question, to}: Draft): string {
	const words =
		`${question.from}-to-${question.to}${question.to.includes('udp') || to.protocol === 'tcp' ? '' : '-udp'}`
			.toLowerCase()
			.match(/[a-z\d]+/g);
	const id = (words ?? []).join('-');
	return (/^[a-z]/.test(id) ? id : `from-${id}`).slice(0, 48).replace(/-$/, '');
}

function uniqueIds(ids: readonly string[]): readonly string[] {
	const taken = new Set<string>();
	return ids.map(id => {
		let free = id;
		for (let number = 2; taken.has(free); number++) {
			free = `${id}-${number}`;
		}

		taken.add(free);
		return free;
	});
}
