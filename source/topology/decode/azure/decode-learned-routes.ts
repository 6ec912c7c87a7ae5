import {anyIpv4, parseCidr} from '../../../network/address-set.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {type ArmId, type ArmKey, armKey, armName} from '../../arm-id.js';
import {answeredIds, callAnswer, callOperations} from '../../call-answers.js';
import {text, texts} from '../../json.js';
import {denied, flatMapKnown, type Known, known, knownValue} from '../../known.js';
import type {LearnedRoute, LearnedRoutes} from '../../told-routes.js';
import {isOfType, type JsonObject, resourceOf, type World} from '../../world.js';

/** What gateways have learned and what the route tables of hubs hold, by the gateway, the hub (its default table) or the table. */
export function decodeLearnedRoutes(world: World): ReadonlyMap<ArmKey, Known<LearnedRoutes>> {
	const gateways = answeredIds(world, callOperations.gateway).map(
		id =>
			[
				armKey(id),
				flatMapKnown(callAnswer(world, id, callOperations.gateway), rows =>
					collect(id, [...rows.map(decodeGatewayRow), ...defaultSite(id, world)]),
				),
			] as const,
	);
	const hubs = answeredIds(world, callOperations.hub).map(
		id =>
			[
				armKey(id),
				flatMapKnown(callAnswer(world, id, callOperations.hub), rows => collect(id, rows.map(decodeHubRow))),
			] as const,
	);
	return new Map([...gateways, ...hubs]);
}

type Row = readonly LearnedRoute[];

function collect(teacher: ArmId, rows: readonly Parsed<Row>[]): Known<LearnedRoutes> {
	const odd = rows.find(row => !row.ok);
	if (odd?.ok === false) {
		return denied(`The routes of ${armName(teacher)} could not be understood: ${odd.problem}.`);
	}

	return known({teacher, routes: rows.flatMap(row => (row.ok ? row.value : []))});
}

/** REST GatewayRoute. What came by BGP is handed on to the networks; `Network` is the gateway's own side, or a static site. */
function decodeGatewayRow(row: JsonObject): Parsed<Row> {
	const network = text(row, 'network');
	const surely = /^[ei]bgp$/i.test(text(row, 'origin') ?? '');
	return network === undefined ? refused('a learned route names no network') : rowOf([network], surely, undefined);
}

/** A site that takes everything is a default route without BGP (vpn-gateway-forced-tunneling). */
function defaultSite(gateway: ArmId, world: World): readonly Parsed<Row>[] {
	const site = text(knownValue(resourceOf(world, gateway))?.properties, 'gatewayDefaultSite', 'id');
	return site === undefined ? [] : [parsed([{prefix: anyIpv4, surely: true, device: undefined}])];
}

/** REST VirtualHubEffectiveRoute: `nextHops` are ids of what the hub hands packets to. */
function decodeHubRow(row: JsonObject): Parsed<Row> {
	const hops = texts(row, 'nextHops');
	const [device] = hops;
	const isFirewall = device !== undefined && hops.length === 1 && isOfType(device, 'Microsoft.Network/azureFirewalls');
	return rowOf(texts(row, 'addressPrefixes'), true, isFirewall ? device : undefined);
}

function rowOf(prefixes: readonly string[], surely: boolean, device: ArmId | undefined): Parsed<Row> {
	const routes: LearnedRoute[] = [];
	for (const text of prefixes) {
		const prefix = parseCidr(text);
		if (!prefix.ok) {
			return refused(prefix.problem.replace(/\.$/, ''));
		}

		routes.push({prefix: prefix.value, surely, device});
	}

	return parsed(routes);
}
