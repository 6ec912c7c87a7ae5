// Which field of which resource stands inside `properties`, and how Azure spells it, from the SDKs' own deserialisers:
// az and PowerShell lift fields out and spell them anew, and only a model can say where they were.
// Run after an update of @azure/arm-network or @azure/arm-containerservice; a test says when it is due.
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, 'source/sandbox/world/forms/arm-model.json');

/** The models of resources that can decide about packets, and of what stands beside them in exports. */
const roots = {
	'Microsoft.ContainerService/managedClusters': 'managedCluster',
	'Microsoft.ContainerService/managedClusters/agentPools': 'agentPool',
	'Microsoft.Network/virtualNetworks': 'virtualNetwork',
	'Microsoft.Network/virtualNetworks/subnets': 'subnet',
	'Microsoft.Network/virtualNetworks/virtualNetworkPeerings': 'virtualNetworkPeering',
	'Microsoft.Network/networkSecurityGroups': 'networkSecurityGroup',
	'Microsoft.Network/networkSecurityGroups/securityRules': 'securityRule',
	'Microsoft.Network/networkSecurityGroups/defaultSecurityRules': 'securityRule',
	'Microsoft.Network/routeTables': 'routeTable',
	'Microsoft.Network/routeTables/routes': 'route',
	'Microsoft.Network/azureFirewalls': 'azureFirewall',
	'Microsoft.Network/firewallPolicies': 'firewallPolicy',
	'Microsoft.Network/firewallPolicies/ruleCollectionGroups': 'firewallPolicyRuleCollectionGroup',
	'Microsoft.Network/ipGroups': 'ipGroup',
	'Microsoft.Network/natGateways': 'natGateway',
	'Microsoft.Network/publicIPAddresses': 'publicIPAddress',
	'Microsoft.Network/publicIPPrefixes': 'publicIPPrefix',
	'Microsoft.Network/loadBalancers': 'loadBalancer',
	'Microsoft.Network/privateEndpoints': 'privateEndpoint',
	'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': 'privateDnsZoneGroup',
	'Microsoft.Network/networkInterfaces': 'networkInterface',
	'Microsoft.Network/applicationSecurityGroups': 'applicationSecurityGroup',
	'Microsoft.Network/serviceEndpointPolicies': 'serviceEndpointPolicy',
	'Microsoft.Network/serviceEndpointPolicies/serviceEndpointPolicyDefinitions': 'serviceEndpointPolicyDefinition',
	'Microsoft.Network/virtualHubs': 'virtualHub',
	'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections': 'hubVirtualNetworkConnection',
	'Microsoft.Network/virtualHubs/routingIntent': 'routingIntent',
	'Microsoft.Network/virtualNetworkGateways': 'virtualNetworkGateway',
	'Microsoft.Network/networkManagers': 'networkManager',
	'Microsoft.Network/networkManagers/securityAdminConfigurations': 'securityAdminConfiguration',
	'Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections': 'adminRuleCollection',
	'Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules': 'baseAdminRuleUnion',
	'Microsoft.Network/networkManagers/networkGroups': 'networkGroup',
	'Microsoft.Network/networkManagers/networkGroups/staticMembers': 'staticMember',
	'Microsoft.Network/networkVirtualAppliances': 'networkVirtualAppliance',
	'Microsoft.Network/virtualAppliances': 'virtualNetworkAppliance',
	'Microsoft.Network/networkSecurityPerimeters': 'networkSecurityPerimeter',
};

/** Name of the deserialiser to its text. */
function deserialisersOf(file) {
	const text = readFileSync(path.join(root, 'node_modules', file), 'utf8');
	const functions = /^export function (\w+)Deserializer\(\w+\) \{\n([\s\S]*?)^\}$/gm;
	return [...text.matchAll(functions)].map(([, name, body]) => [name, body]);
}

/** Where the SDKs disagree about a name, the later file of a list has it: its own models, not what it shares. */
const sdks = {
	network: new Map(
		['common', 'network'].flatMap(part => deserialisersOf(`@azure/arm-network/dist/esm/models/${part}/models.js`)),
	),
	containerservice: new Map(deserialisersOf('@azure/arm-containerservice/dist/esm/models/models.js')),
};

/** The entries of the object that a deserialiser returns, each as text. */
function entriesOf(body) {
	const inside = /return \{\n([\s\S]*)^ {4}\};/m.exec(body)?.[1] ?? /return \{ ([\s\S]*) \};/.exec(body)?.[1] ?? '';
	const entries = [];
	let depth = 0;
	let entry = '';
	for (const sign of inside) {
		depth += '([{'.includes(sign) ? 1 : ')]}'.includes(sign) ? -1 : 0;
		if (sign === ',' && depth === 0) {
			entries.push(entry.trim());
			entry = '';
		} else {
			entry += sign;
		}
	}

	return [...entries, entry.trim()].filter(text => text !== '');
}

const models = {};

/** The name under which the model of a deserialiser is found: lists are those of their items, `*` marks dictionaries. */
function modelFor(sdk, name) {
	const body = sdks[sdk].get(name);
	if (body === undefined) {
		return '';
	}

	if (name.endsWith('Array') || /^ {4}return result\.map/m.test(body)) {
		return modelFor(sdk, /return !?(?:item\s*\? item\s*: )?(\w+)Deserializer\(item\)/.exec(body)?.[1] ?? '');
	}

	if (/Object\.keys\(item\)/.test(body) && !/return \{/.test(body)) {
		const inner = modelFor(sdk, /(\w+)Deserializer\(item\[key\]\)/.exec(body)?.[1] ?? '');
		return inner === '' ? '' : `*${inner}`;
	}

	const key = `${sdk}.${name}`;
	if (models[key] === undefined) {
		models[key] = {};
		fill(models[key], sdk, body);
	}

	return key;
}

function fill(model, sdk, body) {
	if (/^ {4}switch/m.test(body)) {
		for (const [, name] of body.matchAll(/return (\w+)Deserializer\(item\)/g)) {
			fill(model, sdk, sdks[sdk].get(name) ?? '');
		}

		return;
	}

	for (const entry of entriesOf(body)) {
		const field = /item\["([^"]+)"\]/.exec(entry)?.[1];
		const deserialiser = /(\w+)Deserializer\(item\["/.exec(entry)?.[1];
		if (field !== undefined && entry.startsWith('...')) {
			// What the SDK lifts out of `properties` as az does.
			const inner = {};
			fill(inner, sdk, sdks[sdk].get(deserialiser) ?? '');
			model.properties = {...model.properties, ...inner.own};
			addAliases(model, inner.aliases);
		} else if (field !== undefined) {
			const spelled = /^["']?(\w+)["']?:/.exec(entry)?.[1] ?? field;
			model.own = {...model.own, [field]: deserialiser === undefined ? '' : modelFor(sdk, deserialiser)};
			addAliases(model, spelled.toLowerCase() === field.toLowerCase() ? undefined : {[spelled]: field});
		}
	}
}

function addAliases(model, aliases) {
	if (aliases !== undefined) {
		model.aliases = {...model.aliases, ...aliases};
	}
}

function armModel() {
	const types = Object.fromEntries(
		Object.entries(roots).map(([type, name]) => {
			const model = modelFor(type.split('/')[0].split('.')[1].toLowerCase(), name);
			if (model === '') {
				throw new Error(`The SDK has no model ${name}.`);
			}

			return [type.toLowerCase(), model];
		}),
	);
	return {types, models: Object.fromEntries(Object.entries(models).toSorted(([a], [b]) => (a < b ? -1 : 1)))};
}

export const armModelText = () => `${JSON.stringify(armModel(), undefined, '\t')}\n`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	writeFileSync(target, armModelText());
}
