import {looksLikeIpv6, parseNetwork} from '../address.js';
import {type JsonObject, listAt, textAt, textsAt} from '../json.js';
import {refuse} from './arm-answers.js';

const required = ['priority', 'direction', 'access', 'protocol'] as const;
const choices = {
	direction: ['Inbound', 'Outbound'],
	access: ['Allow', 'Deny'],
	protocol: ['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*'],
} as const;

/** What the network provider asks of one security rule (networkSecurityGroup.json of the REST specification, facts B). */
export function checkRuleFields(name: string, properties: JsonObject): void {
	for (const field of required) {
		if (properties[field] === undefined) {
			throw invalidFormat('MissingJsonProperty', `Required property '${field}' not found in JSON. Path 'properties'.`);
		}
	}

	for (const [field, allowed] of Object.entries(choices)) {
		const value = textAt(properties, field);
		if (!allowed.some(choice => choice.toLowerCase() === value.toLowerCase())) {
			throw invalidFormat('InvalidJson', `Error converting value "${value}" to type of 'properties.${field}'.`);
		}
	}

	const {priority} = properties;
	if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 100 || priority > 4096) {
		throw refuse(
			400,
			'SecurityRuleInvalidPriority',
			`Security rule has invalid Priority. Value provided: ${JSON.stringify(priority)} Allowed range 100-4096.`,
			{details: []},
		);
	}

	if (textAt(properties, 'description').length > 140) {
		throw refuse(
			400,
			'SecurityRuleInvalidDescription',
			`Description of security rule ${name} is longer than 140 characters.`,
		);
	}

	for (const end of ['source', 'destination'] as const) {
		checkPorts(name, properties, end);
		checkAddresses(name, properties, end);
	}
}

function checkPorts(name: string, properties: JsonObject, end: string): void {
	const ports = oneForm(name, properties, `${end}PortRange`, `${end}PortRanges`);
	const invalid = ports.find(port => port !== '*' && !isPortRange(port));
	if (invalid !== undefined) {
		throw refuse(
			400,
			'SecurityRuleInvalidPortRange',
			`Security rule has invalid Port range. Value provided: ${invalid}. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.`,
			{details: []},
		);
	}
}

function isPortRange(text: string): boolean {
	const [, low = '', high = low] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
	return low !== '' && Number(low) <= Number(high) && Number(high) <= 65_535;
}

function checkAddresses(name: string, properties: JsonObject, end: string): void {
	if (listAt(properties, `${end}ApplicationSecurityGroups`).length > 0) {
		return;
	}

	const field = `${end}AddressPrefix`;
	const prefixes = oneForm(name, properties, field, `${field}es`);
	const listed = textsAt(properties, `${field}es`);
	const unsupported =
		listed.length > 1 ? listed.find(prefix => !isAddress(prefix)) : listed.find(prefix => prefix === '*');
	if (unsupported !== undefined) {
		throw refuse(
			400,
			'SecurityRuleParameterContainsUnsupportedValue',
			`Security rule parameter ${field[0]?.toUpperCase()}${field.slice(1)} for rule with Id ${name} cannot specify existing VIRTUALNETWORK, INTERNET, AZURELOADBALANCER, '*' or system tags. Unsupported value used: ${unsupported}.`,
			{details: []},
		);
	}

	const invalid = prefixes.find(prefix => prefix !== '*' && !isAddress(prefix) && !isServiceTag(prefix));
	if (invalid !== undefined) {
		throw refuse(
			400,
			'SecurityRuleInvalidAddressPrefix',
			`Security rule has invalid Address prefix. Value provided: ${invalid}`,
			{details: []},
		);
	}
}

export function isAddress(text: string): boolean {
	return parseNetwork(text) !== undefined || (looksLikeIpv6(text) && /^[\da-f:.]+(?:\/\d{1,3})?$/i.test(text));
}

export function isServiceTag(text: string): boolean {
	return /^[A-Za-z][A-Za-z\d]*(?:\.[A-Za-z\d]+)*$/.test(text);
}

/** The singular field or the plural one, never both and never neither. */
function oneForm(name: string, properties: JsonObject, singular: string, plural: string): readonly string[] {
	const [single, many] = [textAt(properties, singular), textsAt(properties, plural)];
	if ((single === '') === (many.length === 0)) {
		throw invalidFormat('InvalidJson', `Security rule ${name} must specify exactly one of ${singular} and ${plural}.`);
	}

	return single === '' ? many : [single];
}

function invalidFormat(code: string, message: string) {
	return refuse(400, 'InvalidRequestFormat', 'Cannot parse the request.', {details: [{code, message}]});
}
