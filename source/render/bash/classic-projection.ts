import {type ClassicCollections, classicLists} from '../../plan/change.js';
import {field, list, object, objects} from '../../topology/json.js';
import type {Json, JsonObject} from '../../topology/world.js';

const lists = [
	'sourceAddresses',
	'sourceIpGroups',
	'destinationAddresses',
	'destinationIpGroups',
	'destinationFqdns',
	'targetFqdns',
	'fqdnTags',
	'destinationPorts',
	'protocols',
] as const;

const texts = ['translatedAddress', 'translatedFqdn', 'translatedPort'] as const;

/** A jq program: the collections of a classic firewall that are named in `$names`, with their rules, one a line. */
export const classicQuery = [
	'def texts: (. // []) | map(if type == "object" then "\\(.protocolType):\\(.port)" else . end) | join(",");',
	`.properties | ((${classicLists.map(key => `.${key}`).join(', ')}) // [])[]`,
	'| select(.name as $name | $names | index($name))',
	'| "\\(.name)|\\(.properties.priority)|\\(.properties.action.type)", (.properties.rules[]',
	`  | [\n${['.name', ...lists.map(list => `(.${list} | texts)`), ...texts.map(text => `.${text} // ""`)].map(field => `      ${field}`).join(',\n')}`,
	'    ] | join("|"))',
].join('\n');

/** A jq program: a firewall with the collections that are named in `$names` exchanged for those in `$own`. */
export const classicMerge = classicLists
	.map(
		key =>
			`.properties.${key} |= ((. // [] | map(select(.name as $name | $names | index($name) | not))) + $own[0].${key})`,
	)
	.join('\n| ');

/** What {@link classicQuery} prints. */
export function classicText(side: ClassicCollections): string {
	return classicLists
		.flatMap(key => side[key])
		.flatMap(collection => {
			const properties = object(collection, 'properties');
			return [
				[collection['name'], field(properties, 'priority'), field(properties, 'action', 'type')].join('|'),
				...objects(properties, 'rules').map(ruleText),
			];
		})
		.join('\n');
}

/** The names of the collections on either side, as JSON. */
export function classicNames(...sides: readonly ClassicCollections[]): string {
	const names = sides.flatMap(side =>
		classicLists.flatMap(key => side[key].map(collection => String(collection['name']))),
	);
	return JSON.stringify([...new Set(names)]);
}

function ruleText(rule: JsonObject): string {
	return [rule['name'], ...lists.map(name => listText(list(rule, name))), ...texts.map(text => rule[text] ?? '')].join(
		'|',
	);
}

function listText(items: readonly Json[]): string {
	return items
		.map(item => {
			const protocol = field(item, 'protocolType');
			return protocol === undefined ? String(item) : `${protocol}:${field(item, 'port')}`;
		})
		.join(',');
}
