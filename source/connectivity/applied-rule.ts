import {type AppliedEnd, type Applying, applyEnd} from './apply-end.js';
import {type ClassSet, intersectClasses, isEmptyClassSet, subtractClasses} from './class-set.js';
import {formatPolicyId, type PolicyTerm, type RuleTerm} from './policy-terms.js';

/** A rule with its peers looked up in this cluster. */
export type AppliedRule = AppliedEnd & {
	readonly policy: PolicyTerm;
	readonly term: RuleTerm;
	/** The only pods of the policy that the rule is about; undefined: all. */
	readonly own: ClassSet | undefined;
	readonly doubt: string | undefined;
};

/** `dev/allow-dns egress[0]` */
export function formatRule({policy, term}: Pick<AppliedRule, 'policy' | 'term'>): string {
	return `${formatPolicyId(policy.id)} ${term.rule}`;
}

export function applyRules(policy: PolicyTerm, terms: readonly RuleTerm[], context: Applying): readonly AppliedRule[] {
	return terms.flatMap(term =>
		applyRule(policy, term, context).flatMap(rule => {
			const hosts = intersectClasses(rule.classes, context.classes.hostNetwork);
			if (!selectsOneKindOfNode(term) || isEmptyClassSet(hosts)) {
				return [rule];
			}

			// `host` is the pod's own node only and `remote-node` every other: which of the two a pair is, classes do not tell.
			return [
				{...rule, classes: subtractClasses(rule.classes, hosts)},
				{...rule, classes: hosts, outside: [], inside: [], ownNode: [], doubt: 'an entity that means one kind of node'},
			];
		}),
	);
}

function selectsOneKindOfNode({peers = []}: RuleTerm): boolean {
	const entities = new Set(peers.flatMap(peer => (peer.kind === 'entity' ? [peer.entity] : [])));
	return entities.has('host') !== entities.has('remote-node') && !entities.has('cluster') && !entities.has('all');
}

/** What a rule surely means, and what it may mean or not: rules of their own that are in doubt, about other pods. */
function applyRule(policy: PolicyTerm, term: RuleTerm, context: Applying): readonly AppliedRule[] {
	const {unsure, ...end} = applyEnd(term, policy.id.namespace, context);
	const doubt = term.doubt ?? policy.doubt;
	const sure: AppliedRule = {policy, term, ...end, own: undefined, doubt};
	const rules = [
		sure,
		...surelyOther(unsure, end.classes).map(part => ({
			...sure,
			outside: [],
			inside: [],
			ownNode: [],
			names: [],
			...part,
		})),
	];
	if (term.own === undefined) {
		return rules;
	}

	const own = applyEnd(term.own, policy.id.namespace, context);
	return [
		...rules.map(rule => ({...rule, own: own.classes})),
		...surelyOther(own.unsure, own.classes).flatMap(part =>
			rules.map(rule => ({...rule, own: part.classes, doubt: rule.doubt ?? part.doubt})),
		),
	];
}

/** What is selected surely is not in doubt because another peer may select it too. */
function surelyOther<T extends {readonly classes: ClassSet}>(parts: readonly T[], sure: ClassSet): readonly T[] {
	return parts
		.map(part => ({...part, classes: subtractClasses(part.classes, sure)}))
		.filter(({classes}) => !isEmptyClassSet(classes));
}
