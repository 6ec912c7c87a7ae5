import {field, isList, isObject, list, objects} from '../../topology/json.js';
import type {Json, JsonObject} from '../../topology/world.js';
import {isCiliumEntity} from './cilium-entities.js';

/** Ways to name peers; the API takes one of them in a rule (cilium, `rule_validation.go`). */
const peerFields = ['Endpoints', 'CIDR', 'CIDRSet', 'Entities', 'Services', 'FQDNs', 'Groups', 'Nodes'];

const lists = new Set([
	...['ingress', 'ingressDeny', 'egress', 'egressDeny', 'toPorts', 'icmps', 'ports'],
	...['from', 'to'].flatMap(side => [...peerFields, 'Requires'].map(name => `${side}${name}`)),
]);

/** Lists whose entries are texts; those of the others are objects. */
const textLists = new Set(['fromCIDR', 'toCIDR', 'fromEntities', 'toEntities']);

/**
 * Why the API or the agent would not take a spec, by the field at fault. Such a policy may be in a folder, and it may
 * have no effect at all, so everything about it is in doubt.
 */
export function ciliumRefusal(spec: JsonObject, clusterwide: boolean): string | undefined {
	const said = misshapen(spec) ?? selectorProblem(spec, clusterwide) ?? sectionProblem(spec);
	return said === undefined ? undefined : `${said}, which Cilium refuses`;
}

function misshapen(value: Json | undefined): string | undefined {
	if (!isObject(value)) {
		return undefined;
	}

	for (const [name, child] of Object.entries(value)) {
		if (child === undefined || child === null || name === 'rules') {
			continue;
		}

		const problem = lists.has(name) ? listProblem(name, child) : undefined;
		if (problem !== undefined) {
			return problem;
		}
	}

	return undefined;
}

function listProblem(name: string, child: Json): string | undefined {
	if (!isList(child)) {
		return `the field ${name}, which is not a list`;
	}

	const fits = textLists.has(name) ? child.every(item => typeof item === 'string') : child.every(isObject);
	return fits ? child.map(misshapen).find(problem => problem !== undefined) : `an entry of ${name} of the wrong kind`;
}

function selectorProblem(spec: JsonObject, clusterwide: boolean): string | undefined {
	const [endpoints, nodes] = [isObject(spec['endpointSelector']), isObject(spec['nodeSelector'])];
	if (endpoints === nodes) {
		return endpoints ? 'endpointSelector beside nodeSelector' : 'a spec without endpointSelector';
	}

	return nodes && !clusterwide ? 'nodeSelector in a policy of a namespace' : undefined;
}

function sectionProblem(spec: JsonObject): string | undefined {
	for (const section of ['ingress', 'ingressDeny', 'egress', 'egressDeny']) {
		const side = section.startsWith('ingress') ? 'from' : 'to';
		for (const rule of objects(spec, section)) {
			const problem = ruleProblem(rule, side, section.endsWith('Deny'));
			if (problem !== undefined) {
				return problem;
			}
		}
	}

	return undefined;
}

function ruleProblem(rule: JsonObject, side: 'from' | 'to', denies: boolean): string | undefined {
	const used = peerFields.map(name => `${side}${name}`).filter(name => list(rule, name).length > 0);
	if (used.length > 1) {
		return `${used[0]} beside ${used[1]} in one rule`;
	}

	const other = peerFields
		.map(name => `${side === 'from' ? 'to' : 'from'}${name}`)
		.find(name => rule[name] !== undefined);
	if (other !== undefined) {
		return `${other} in a rule of the other direction`;
	}

	if (denies && (rule['toFQDNs'] !== undefined || objects(rule, 'toPorts').some(({rules}) => rules !== undefined))) {
		return 'toFQDNs or L7 rules in a deny rule';
	}

	if (list(rule, 'icmps').length > 0 && list(rule, 'toPorts').length > 0) {
		return 'icmps beside toPorts in one rule';
	}

	const entity = list(rule, `${side}Entities`).find(name => typeof name === 'string' && !isCiliumEntity(name));
	return entity === undefined ? portProblem(rule) : `the entity ${String(entity)}`;
}

function portProblem(rule: JsonObject): string | undefined {
	const bad = objects(rule, 'toPorts')
		.flatMap(entry => objects(entry, 'ports'))
		.find(entry => typeof field(entry, 'port') === 'number');
	return bad === undefined ? undefined : `the port ${JSON.stringify(bad)}, written as a number`;
}
