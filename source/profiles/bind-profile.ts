import {assertNever} from '../errors.js';
import {anyPort} from '../network/port-set.js';
import type {Topology} from '../topology/topology.js';
import type {Answers} from './answers.js';
import {type BindContext, type BindResult, type FlowDraft, type Gap, nothing} from './bind-context.js';
import {bindApiServer, bindIngress, bindMachine, bindPodAddresses, bindPublicApiServer} from './bind-edges.js';
import {bindEgress} from './bind-egress.js';
import {bindToNodes} from './bind-nodes.js';
import {bindBetweenPods, bindToPods} from './bind-pods.js';
import type {Binding} from './binding.js';
import {allHold, exclusion} from './conditions.js';
import {contradictions} from './contradictions.js';
import type {Flow, UnboundRequirement} from './flow.js';
import {assumedValue, parameterFlag, parameterValue} from './parameters.js';
import type {From, Profile, Requirement, RequirementTo} from './profile.js';

/** What the profile asks of this cluster. Every requirement appears: as flows, or with the reason why not. */
export function bindProfile(profile: Profile, topology: Topology, answers: Answers): Binding {
	const parts = profile.requirements.map(requirement => bindRequirement({profile, requirement, topology, answers}));
	return {
		flows: parts.flatMap(({flows}) => flows),
		unbound: parts.flatMap(({unbound}) => unbound),
		notes: [...(profile.status.state === 'retired' ? [profile.status.text] : []), ...profile.notes],
	};
}

/** Several at once. Flow ids stay unique: an id that two profiles use gets the profile's name in front. */
export function bindProfiles(profiles: readonly Profile[], topology: Topology, answers: Answers): Binding {
	const bindings = profiles.map(profile => bindProfile(profile, topology, answers));
	const flows = bindings.flatMap(binding => binding.flows);
	const counts = Map.groupBy(flows, ({id}) => id);
	return {
		flows: flows.map(flow =>
			(counts.get(flow.id)?.length ?? 0) > 1 ? {...flow, id: `${flow.profile}/${flow.id}`} : flow,
		),
		unbound: bindings.flatMap(({unbound}) => unbound),
		notes: [...new Set([...contradictions(profiles), ...bindings.flatMap(({notes}) => notes)])],
	};
}

function bindRequirement(context: BindContext): Pick<Binding, 'flows' | 'unbound'> {
	const {profile, requirement} = context;
	const common = {profile: profile.name, requirement: requirement.id, purpose: requirement.purpose};
	const excluded = retirement(requirement) ?? exclusion(requirement.when, context);
	const outcome = excluded === undefined ? bindAlternatives(context) : nothing(excluded);
	if (outcome.kind === 'nothing') {
		const unbound = {...common, verdict: 'not-applicable', why: outcome.why, missing: undefined} as const;
		return {flows: [], unbound: [unbound]};
	}

	const notes = requirement.notes.filter(note => allHold(note.when ?? [], context)).map(({text}) => text);
	const assumed = assumptions(context);
	const sure = assumed.length === 0 ? requirement : ({...requirement, confidence: 'unverified'} as const);
	const doubts = assumed.length === 0 ? doubt(requirement) : assumed;
	const gaps = outcome.drafts.length === 0 && outcome.gaps.length === 0 ? [nowhere] : outcome.gaps;
	return {
		flows: outcome.drafts.map(draft => toFlow(draft, sure, common, [...notes, ...doubts])),
		unbound: gaps.map(({why, missing}): UnboundRequirement => ({...common, verdict: 'undecided', why, missing})),
	};
}

/** Nothing to start from is not the same as nothing needed. */
const nowhere: Gap = {
	why: 'No node pool or subnet was found that these connections could come from.',
	missing: {
		datum: 'the node pools and their subnets',
		command: 'az aks nodepool list --cluster-name NAME --resource-group GROUP',
	},
};

/** The first alternative that finds something; the second and later ones say why they were taken. */
function bindAlternatives(context: BindContext): BindResult {
	const reasons: string[] = [];
	for (const to of context.requirement.to) {
		const outcome = exclusion(to.when ?? [], context) === undefined ? bindOne(to, context) : undefined;
		if (outcome?.kind === 'nothing') {
			reasons.push(outcome.why);
		} else if (outcome !== undefined) {
			const remarks = reasons.map(reason => `${reason} The next alternative is used.`);
			const drafts = outcome.drafts.map(draft => ({...draft, remarks: [...remarks, ...(draft.remarks ?? [])]}));
			return {...outcome, drafts};
		}
	}

	return nothing(reasons[0] ?? 'None of the alternatives applies here.');
}

function bindOne(to: RequirementTo, context: BindContext): BindResult {
	const {from} = context.requirement;
	switch (to.kind) {
		case 'public-api-server': {
			return bindPublicApiServer(context);
		}

		case 'pod-subnet': {
			return bindPodAddresses(to, context);
		}

		case 'service': {
			return bindIngress(from, to, context);
		}

		case 'nodes': {
			return bindToNodes(from, context);
		}

		case 'pods':
		case 'space-pods': {
			return from?.kind === 'pods' || from?.kind === 'space-pods'
				? bindBetweenPods(from, to, context)
				: bindToPods(started(from), to, context);
		}

		case 'api-server': {
			return from?.kind === 'addresses' || from?.kind === 'machines'
				? bindApiServer(from, context)
				: bindEgress(started(from), to, context);
		}

		case 'name':
		case 'names': {
			return from?.kind === 'machines' ? bindMachine(to, context) : bindEgress(started(from), to, context);
		}

		case 'image-registries':
		case 'addresses': {
			return bindEgress(started(from), to, context);
		}

		default: {
			return assertNever(to);
		}
	}
}

/** The schema asks for `from` wherever a flow begins somewhere (`routes` in endpoint-schema.ts). */
function started(from: Requirement['from']): NonNullable<Requirement['from']> {
	const nodes: From<'nodes'> = {kind: 'nodes'};
	return from ?? nodes;
}

/** What this depends on and nobody said, in sentences: without an answer it may be something else that is needed. */
function assumptions({profile, requirement, answers}: BindContext): readonly string[] {
	const conditions = [...requirement.when, ...requirement.to.flatMap(to => ('when' in to ? (to.when ?? []) : []))];
	const named = requirement.to.flatMap(to =>
		to.kind === 'name' && to.parameter !== undefined && !to.name.includes('*')
			? [{name: to.parameter, value: to.name}]
			: [],
	);
	const chosen = [...new Set(conditions.flatMap(({parameter}) => parameter ?? []))].flatMap(name => {
		const value = assumedValue(name, profile, answers);
		return value === undefined ? [] : [{name, value}];
	});
	return [...chosen, ...named.filter(({name}) => parameterValue(name, profile, answers) === undefined)].map(
		({name, value}) =>
			`Not answered, so ${value} is assumed, and a blocked flow counts as undecided; ${parameterFlag(name, 'VALUE')} answers it.`,
	);
}

/** What was needed once is kept to be told, and asked of no network any more. */
function retirement({confidence, since, source}: Requirement): string | undefined {
	return confidence === 'retired' ? `Not needed since ${since} (${source}); a rule for it can be removed.` : undefined;
}

function doubt({confidence, source, feature}: Requirement): readonly string[] {
	return {
		required: [],
		inferred: [`This is inferred from ${source}, which does not say it.`],
		optional: [`Optional; without it you lose: ${feature}`],
		unverified: [`This requirement is not verified, so it counts as undecided at most; its source is ${source}.`],
		retired: [],
	}[confidence];
}

function isPlain(confidence: Requirement['confidence']): confidence is 'required' | 'retired' {
	return confidence === 'required' || confidence === 'retired';
}

function toFlow(
	draft: FlowDraft,
	requirement: Requirement,
	common: Pick<Flow, 'profile' | 'requirement' | 'purpose'>,
	notes: readonly string[],
): Flow {
	const ports = requirement.ports === 'declared' || requirement.ports === undefined ? anyPort : requirement.ports;
	return {
		id: `${requirement.id}${draft.suffix}`,
		...common,
		from: draft.from,
		to: draft.to,
		protocol: draft.protocol ?? (requirement.ports === undefined ? 'any' : requirement.protocol),
		ports: draft.ports ?? ports,
		path: draft.path,
		...(isPlain(requirement.confidence) ? {} : {confidence: requirement.confidence}),
		remarks: [...(draft.remarks ?? []), ...notes],
	};
}
