import {classicLists} from '../../plan/change.js';

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
export const classicMerge = [
	'def others: (. // []) | map(select(.name as $name | $names | index($name) | not));',
	classicLists.map(key => `.properties.${key} |= others + $own[0].${key}`).join('\n| '),
].join('\n');
