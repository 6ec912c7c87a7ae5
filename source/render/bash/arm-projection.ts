import type {ArmResource, Json, JsonObject} from '../../topology/world.js';

/**
 * A JMESPath query for `az rest` that gives the part of a resource we care about as lines of text, and the same lines
 * computed here: a script can then tell "as planned from" and "done already" from "changed by somebody" without any
 * program but az. Azure adds fields of its own to what it stores, so whole bodies cannot be compared.
 */
export type Projection = {readonly query: string; readonly text: (resource: ArmResource | null) => string};

/** One column of such a line: how az computes it, and how we do. */
type Field = {readonly query: string; readonly text: (object: JsonObject) => string};

const one = (path: string): Field => ({
	query: `to_string(not_null(${path}, ''))`,
	text: object => String(valueAt(object, path) ?? ''),
});

const many = (path: string): Field => ({
	query: `join(',', not_null(${path}, ['']))`,
	text: object => {
		const value = valueAt(object, path);
		return Array.isArray(value) ? value.join(',') : '';
	},
});

/** The protocols of an application rule are objects: `Https:443`. */
const protocols: Field = {
	query: "join(',', not_null(protocols[].join(':', [protocolType, to_string(port)]), ['']))",
	text: rule =>
		objects(rule['protocols'])
			.map(protocol => `${protocol['protocolType']}:${protocol['port']}`)
			.join(','),
};

const collectionFields: readonly Field[] = [one('name'), one('priority'), one('action.type')];

/** Everything that decides what a rule matches, and what a translation does. */
const ruleFields: readonly Field[] = [
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

const securityRuleFields: readonly Field[] = [
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

const routeFields: readonly Field[] = [
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
			`    [${line(collectionFields, '    ')}],`,
			`    rules[].${line(ruleFields, '    ')}`,
			'  ][][]',
			'][]',
		].join('\n'),
		text: resource => (resource === null ? 'absent' : groupText(resource)),
	},
	'security-rule': {
		query: line(securityRuleFields, ''),
		text: resource => (resource === null ? 'absent' : project(resource, securityRuleFields)),
	},
	route: {
		query: line(routeFields, ''),
		text: resource => (resource === null ? 'absent' : project(resource, routeFields)),
	},
};

/** The priority, then every collection with its rules, one a line, as az prints a list of texts with `--output tsv`. */
function groupText({properties}: ArmResource): string {
	return [
		String(properties['priority']),
		...objects(properties['ruleCollections']).flatMap(collection => [
			project(collection, collectionFields),
			...objects(collection['rules']).map(rule => project(rule, ruleFields)),
		]),
	].join('\n');
}

/** Absent fields count as empty. No backticks in the query: bash would make them hard to quote and to read. */
function line(fields: readonly Field[], indent: string): string {
	const parts = fields.map(({query}) => `\n${indent}  ${query}`);
	return `join('|', [${parts.join(',')}\n${indent}])`;
}

function project(object: JsonObject, fields: readonly Field[]): string {
	return fields.map(field => field.text(object)).join('|');
}

function valueAt(object: JsonObject, path: string): Json | undefined {
	return path.split('.').reduce<Json | undefined>(step, object);
}

function step(value: Json | undefined, key: string): Json | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[key] : undefined;
}

function objects(value: Json | undefined): readonly JsonObject[] {
	return Array.isArray(value) ? (value.filter(item => typeof item === 'object' && item !== null) as JsonObject[]) : [];
}
