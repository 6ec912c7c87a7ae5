import {field, list, objects} from '../../topology/json.js';
import type {ArmResource, JsonObject} from '../../topology/world.js';

/**
 * A JMESPath query for `az rest` that gives the part of a resource we care about as lines of text, and the same lines
 * computed here: a script can then tell "as planned from" and "done already" from "changed by somebody" without any
 * program but az. Azure adds fields of its own to what it stores, so whole bodies cannot be compared.
 */
export type Projection = {readonly query: string; readonly text: (resource: ArmResource | null) => string};

/** One column of such a line: how az computes it, and how we do. */
type Column = {readonly query: string; readonly text: (object: JsonObject) => string};

const one = (path: string): Column => ({
	query: `to_string(not_null(${path}, ''))`,
	text: object => String(field(object, ...path.split('.')) ?? ''),
});

const many = (path: string): Column => ({
	query: `join(',', not_null(${path}, ['']))`,
	text: object => list(object, ...path.split('.')).join(','),
});

/** The protocols of an application rule are objects: `Https:443`. */
const protocols: Column = {
	query: "join(',', not_null(protocols[].join(':', [protocolType, to_string(port)]), ['']))",
	text: rule =>
		objects(rule, 'protocols')
			.map(protocol => `${protocol['protocolType']}:${protocol['port']}`)
			.join(','),
};

const collectionColumns: readonly Column[] = [one('name'), one('priority'), one('action.type')];

/** Everything that decides what a rule matches, and what a translation does. */
const ruleColumns: readonly Column[] = [
	one('name'),
	one('ruleType'),
	many('sourceAddresses'),
	many('sourceIpGroups'),
	many('destinationAddresses'),
	many('destinationIpGroups'),
	many('destinationFqdns'),
	many('targetFqdns'),
	many('targetUrls'),
	many('fqdnTags'),
	many('webCategories'),
	many('ipProtocols'),
	many('destinationPorts'),
	one('translatedAddress'),
	one('translatedFqdn'),
	one('translatedPort'),
	protocols,
];

const securityRuleColumns: readonly Column[] = [
	one('properties.priority'),
	one('properties.direction'),
	one('properties.access'),
	one('properties.protocol'),
	one('properties.sourceAddressPrefix'),
	many('properties.sourceAddressPrefixes'),
	one('properties.sourcePortRange'),
	many('properties.sourcePortRanges'),
	one('properties.destinationAddressPrefix'),
	many('properties.destinationAddressPrefixes'),
	one('properties.destinationPortRange'),
	many('properties.destinationPortRanges'),
];

const routeColumns: readonly Column[] = [
	one('properties.addressPrefix'),
	one('properties.nextHopType'),
	one('properties.nextHopIpAddress'),
];

export const projections: Readonly<Record<'rule-collection-group' | 'security-rule' | 'route', Projection>> = {
	'rule-collection-group': {
		query: [
			'[',
			'  [to_string(properties.priority)],',
			'  properties.ruleCollections[].[',
			`    [${line(collectionColumns, '    ')}],`,
			`    rules[].${line(ruleColumns, '    ')}`,
			'  ][][]',
			'][]',
		].join('\n'),
		text: resource => (resource === null ? 'absent' : groupText(resource)),
	},
	'security-rule': {
		query: line(securityRuleColumns, ''),
		text: resource => (resource === null ? 'absent' : project(resource, securityRuleColumns)),
	},
	route: {
		query: line(routeColumns, ''),
		text: resource => (resource === null ? 'absent' : project(resource, routeColumns)),
	},
};

/** The priority, then every collection with its rules, one a line, as az prints a list of texts with `--output tsv`. */
function groupText({properties}: ArmResource): string {
	return [
		String(properties['priority']),
		...objects(properties, 'ruleCollections').flatMap(collection => [
			project(collection, collectionColumns),
			...objects(collection, 'rules').map(rule => project(rule, ruleColumns)),
		]),
	].join('\n');
}

/** Absent fields count as empty. No backticks in the query: bash would make them hard to quote and to read. */
function line(columns: readonly Column[], indent: string): string {
	const parts = columns.map(({query}) => `\n${indent}  ${query}`);
	return `join('|', [${parts.join(',')}\n${indent}])`;
}

function project(object: JsonObject, columns: readonly Column[]): string {
	return columns.map(column => column.text(object)).join('|');
}
