import type {Change} from '../../source/plan/change.js';
import type {Json, JsonObject} from '../../source/topology/world.js';

/** Changes with one thing of them left out, and what that was. */
export type Lesser = {readonly what: string; readonly changes: readonly Change[]};

/** Every way to do a little less: without a step, a rule of a group, a range, a name, a port, a peer. */
export function lesserChanges(changes: readonly Change[]): readonly Lesser[] {
	return changes.flatMap((change, index) => {
		const others = (replaced: readonly Change[]) => [
			...changes.slice(0, index),
			...replaced,
			...changes.slice(index + 1),
		];
		return [
			{what: `the step ${nameOf(change)}`, changes: others([])},
			...parts(change).map(({what, change: lesser}) => ({
				what: `${what} of ${nameOf(change)}`,
				changes: others([lesser]),
			})),
		];
	});
}

function nameOf(change: Change): string {
	switch (change.kind) {
		case 'arm-child': {
			return change.id.split('/').slice(-3).join('/');
		}

		case 'classic-collections': {
			return change.firewall.split('/').at(-1) ?? '';
		}

		case 'authorized-ranges': {
			return 'the authorized ranges';
		}

		case 'kube-object':
		case 'policy-entries':
		case 'kube-metadata': {
			return `${change.ref.kind} ${change.ref.namespace}/${change.ref.name}`;
		}
	}
}

type Part = {readonly what: string; readonly change: Change};

function parts(change: Change): readonly Part[] {
	switch (change.kind) {
		case 'arm-child': {
			const {after, before} = change;
			return after === null
				? []
				: without(after.properties, said(before?.properties)).map(({what, value}) => ({
						what,
						change: {...change, after: {...after, properties: value as JsonObject}},
					}));
		}

		case 'classic-collections': {
			return without(change.after as unknown as JsonObject, said(change.before as unknown as JsonObject)).map(
				({what, value}) => ({what, change: {...change, after: value as unknown as typeof change.after}}),
			);
		}

		case 'authorized-ranges': {
			const added = change.after.filter(
				range => !change.before.some(old => old.replace(/\/32$/, '') === range.replace(/\/32$/, '')),
			);
			return added.map(range => ({
				what: `range ${range}`,
				change: {...change, after: change.after.filter(other => other !== range)},
			}));
		}

		case 'kube-object': {
			const {after, before} = change;
			const spec = (after?.['spec'] ?? {}) as JsonObject;
			return after === null
				? []
				: without(spec, said(before?.['spec'])).map(({what, value}) => ({
						what,
						change: {...change, after: {...after, spec: value}},
					}));
		}

		// Made by name only, never by a need: nothing of it is added.
		case 'policy-entries': {
			return [];
		}

		case 'kube-metadata': {
			return Object.keys(change.after).length < 2
				? []
				: Object.keys(change.after).map(key => {
						const {[key]: _gone, ...after} = change.after;
						return {what: key, change: {...change, after}};
					});
		}
	}
}

/** Lists in which an empty one means nothing, so that the last entry can go, too. */
const mayBeEmpty = new Set([
	'ruleCollections',
	'rules',
	'ingress',
	'egress',
	'natRuleCollections',
	'networkRuleCollections',
	'applicationRuleCollections',
]);

/** Lists that say how something is meant and open nothing by themselves. */
const fixed = new Set(['policyTypes', 'matchExpressions', 'values']);

type Shorter = {readonly what: string; readonly value: Json};

/** The value with one entry of one of its lists left out, wherever it stands. */
function without(value: Json, old: ReadonlySet<string>, field = ''): readonly Shorter[] {
	if (Array.isArray(value)) {
		const list = value as readonly Json[];
		const canGo = !fixed.has(field) && (list.length > 1 || mayBeEmpty.has(field));
		return list.flatMap((item, index) => {
			if (old.has(JSON.stringify(item))) {
				return [];
			}

			const inner = without(item, old, '').map(({what, value: shorter}) => ({
				what,
				value: list.with(index, shorter) as Json,
			}));
			const gone = {what: `${field} ${JSON.stringify(item)}`, value: list.filter((_, other) => other !== index)};
			return canGo ? [gone, ...inner] : inner;
		});
	}

	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([key, item]) =>
				without(item as Json, old, key).map(({what, value: shorter}) => ({
					what,
					value: {...(value as JsonObject), [key]: shorter},
				})),
			)
		: [];
}

/** What stood there before is not of the plan. */
function said(value: Json | undefined): ReadonlySet<string> {
	const found = new Set<string>();
	const visit = (item: Json | undefined): void => {
		if (typeof item === 'object' && item !== null) {
			for (const inner of Object.values(item) as Json[]) {
				visit(inner);
			}

			found.add(JSON.stringify(item));
		}
	};
	visit(value);
	return found;
}
