import type {ArmResource, Json, JsonObject} from '../../topology/world.js';

/**
 * A JMESPath query for `az rest` that gives the part of a resource we care about as one line of text, and the same line
 * computed here: a script can then tell "as planned from" and "done already" from "changed by somebody" without any
 * program but az. Azure adds fields of its own to what it stores, so whole bodies cannot be compared.
 */
export type Projection = {readonly query: string; readonly text: (resource: ArmResource | null) => string};

type Field = {readonly path: string; readonly many: boolean};

/** Every rule of a group, with the fields that decide what it matches. */
const ruleFields: readonly Field[] = [
	{path: 'name', many: false},
	{path: 'ruleType', many: false},
	{path: 'sourceAddresses', many: true},
	{path: 'destinationAddresses', many: true},
	{path: 'destinationFqdns', many: true},
	{path: 'targetFqdns', many: true},
	{path: 'ipProtocols', many: true},
	{path: 'destinationPorts', many: true},
	{path: 'translatedAddress', many: false},
	{path: 'translatedPort', many: false},
];

const securityRuleFields: readonly Field[] = [
	{path: 'properties.priority', many: false},
	{path: 'properties.direction', many: false},
	{path: 'properties.access', many: false},
	{path: 'properties.protocol', many: false},
	{path: 'properties.sourceAddressPrefix', many: false},
	{path: 'properties.sourceAddressPrefixes', many: true},
	{path: 'properties.destinationAddressPrefix', many: false},
	{path: 'properties.destinationAddressPrefixes', many: true},
	{path: 'properties.destinationPortRange', many: false},
	{path: 'properties.destinationPortRanges', many: true},
];

const routeFields: readonly Field[] = [
	{path: 'properties.addressPrefix', many: false},
	{path: 'properties.nextHopType', many: false},
	{path: 'properties.nextHopIpAddress', many: false},
];

export const projections: Readonly<Record<'rule-collection-group' | 'security-rule' | 'route', Projection>> = {
	'rule-collection-group': {
		query: `join(';', [to_string(properties.priority), join(';', properties.ruleCollections[].rules[].${line(ruleFields)})])`,
		text: resource =>
			resource === null
				? 'absent'
				: [
						String(resource.properties['priority']),
						objects(resource.properties['ruleCollections'])
							.flatMap(collection => objects(collection['rules']))
							.map(rule => project(rule, ruleFields))
							.join(';'),
					].join(';'),
	},
	'security-rule': {
		query: line(securityRuleFields),
		text: resource => (resource === null ? 'absent' : project(resource, securityRuleFields)),
	},
	route: {
		query: line(routeFields),
		text: resource => (resource === null ? 'absent' : project(resource, routeFields)),
	},
};

/** Absent fields count as empty. No backticks in the query: bash would make them hard to quote and to read. */
function line(fields: readonly Field[]): string {
	const parts = fields.map(({path, many}) =>
		many ? `join(',', not_null(${path}, ['']))` : `to_string(not_null(${path}, ''))`,
	);
	return `join('|', [${parts.join(', ')}])`;
}

function project(object: JsonObject, fields: readonly Field[]): string {
	return fields
		.map(({path, many}) => {
			const value = path.split('.').reduce<Json | undefined>(step, object);
			return many ? strings(value).join(',') : value === undefined || value === null ? '' : String(value);
		})
		.join('|');
}

function step(value: Json | undefined, key: string): Json | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[key] : undefined;
}

function strings(value: Json | undefined): readonly string[] {
	return Array.isArray(value) ? value.map(String) : [];
}

function objects(value: Json | undefined): readonly JsonObject[] {
	return Array.isArray(value) ? (value.filter(item => typeof item === 'object' && item !== null) as JsonObject[]) : [];
}
