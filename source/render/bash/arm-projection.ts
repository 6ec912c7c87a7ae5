import {field, list, objects} from '../../topology/json.js';
import type {ArmResource, JsonObject} from '../../topology/world.js';

/**
 * A JMESPath query for `az rest` that gives the part of a resource we care about as lines of text, and the same lines
 * computed here: a script can then tell "as planned from" and "done already" from "changed by somebody" without any
 * program but az, and whoever reads it sees what a step makes before the body that makes it. Azure adds fields of its
 * own to what it stores, so whole bodies cannot be compared.
 */
export type Projection = {readonly query: string; readonly text: (resource: ArmResource | null) => string};

/** A word of such a line, with its label: how az computes it, and how we do. Empty where the fields are. */
type Word = {readonly query: string; readonly text: (object: JsonObject) => string};

function one(path: string, label?: string): Word {
	const value = `to_string(${path})`;
	return {
		query: label === undefined ? `${path} && ${value}` : `${path} && join(' ', ['${label}', ${value}])`,
		text: object => labelled(String(field(object, ...path.split('.')) ?? ''), label),
	};
}

function many(path: string, label?: string): Word {
	const value = `join(', ', ${path})`;
	return {
		query: label === undefined ? `${path} && ${value}` : `${path} && join(' ', ['${label}', ${value}])`,
		text: object => labelled(list(object, ...path.split('.')).join(', '), label),
	};
}

/** A security rule has each of these as one value or as a list, which means the same. */
function either(single: string, plural: string, label: string): Word {
	return {
		query: `join(' ', ['${label}', join(', ', [${single}, ${plural}][] | [?@])])`,
		text: object => {
			const values = [field(object, ...single.split('.')), ...list(object, ...plural.split('.'))];
			return `${label} ${values.filter(value => value !== undefined && value !== null && value !== '').join(', ')}`;
		},
	};
}

function labelled(value: string, label: string | undefined): string {
	return value === '' || label === undefined ? value : `${label} ${value}`;
}

/** The protocols of an application rule are objects: `Https:443`. */
const protocols: Word = {
	query: "protocols && join(' ', ['by', join(', ', protocols[].join(':', [protocolType, to_string(port)]))])",
	text: rule =>
		labelled(
			objects(rule, 'protocols')
				.map(protocol => `${protocol['protocolType']}:${protocol['port']}`)
				.join(', '),
			'by',
		),
};

const collectionWords: readonly Word[] = [one('name'), one('priority'), one('action.type')];

/** Everything that decides what a rule matches, and what a translation does. */
const ruleWords: readonly Word[] = [
	one('name'),
	one('ruleType'),
	many('ipProtocols'),
	many('sourceAddresses', 'from'),
	many('sourceIpGroups', 'from group'),
	many('destinationAddresses', 'to'),
	many('destinationIpGroups', 'to group'),
	many('destinationFqdns', 'to name'),
	many('targetFqdns', 'to'),
	many('targetUrls', 'to URL'),
	many('fqdnTags', 'to tag'),
	many('webCategories', 'to category'),
	many('destinationPorts', 'port'),
	protocols,
	one('translatedAddress', 'becomes'),
	one('translatedFqdn', 'becomes name'),
	one('translatedPort', 'port'),
];

const securityRuleWords: readonly Word[] = [
	one('properties.priority'),
	one('properties.direction'),
	one('properties.access'),
	one('properties.protocol'),
	either('properties.sourceAddressPrefix', 'properties.sourceAddressPrefixes', 'from'),
	either('properties.sourcePortRange', 'properties.sourcePortRanges', 'port'),
	either('properties.destinationAddressPrefix', 'properties.destinationAddressPrefixes', 'to'),
	either('properties.destinationPortRange', 'properties.destinationPortRanges', 'port'),
];

const routeWords: readonly Word[] = [
	one('properties.addressPrefix'),
	one('properties.nextHopType', 'to'),
	one('properties.nextHopIpAddress'),
];

export const projections: Readonly<Record<'rule-collection-group' | 'security-rule' | 'route', Projection>> = {
	'rule-collection-group': {
		query: [
			'[',
			"  [join(' ', ['priority', to_string(properties.priority)])],",
			'  properties.ruleCollections[].[',
			`    [${line(collectionWords, '    ')}],`,
			`    rules[].${line(ruleWords, '    ')}`,
			'  ][][]',
			'][]',
		].join('\n'),
		text: resource => (resource === null ? 'absent' : groupText(resource)),
	},
	'security-rule': {
		query: line(securityRuleWords, ''),
		text: resource => (resource === null ? 'absent' : project(resource, securityRuleWords)),
	},
	route: {
		query: line(routeWords, ''),
		text: resource => (resource === null ? 'absent' : project(resource, routeWords)),
	},
};

/** The priority, then every collection with its rules, one a line, as az prints a list of texts with `--output tsv`. */
function groupText({properties}: ArmResource): string {
	return [
		`priority ${properties['priority']}`,
		...objects(properties, 'ruleCollections').flatMap(collection => [
			project(collection, collectionWords),
			...objects(collection, 'rules').map(rule => project(rule, ruleWords)),
		]),
	].join('\n');
}

/** Empty words are left out. No backticks in the query: bash would make them hard to quote and to read. */
function line(words: readonly Word[], indent: string): string {
	const parts = words.map(({query}) => `\n${indent}  ${query}`);
	return `join(' ', [${parts.join(',')}\n${indent}][?@])`;
}

function project(object: JsonObject, words: readonly Word[]): string {
	return words
		.map(word => word.text(object))
		.filter(text => text !== '')
		.join(' ');
}
