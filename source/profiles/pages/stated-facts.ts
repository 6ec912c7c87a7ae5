import {isSubset, unionOf} from '../../network/interval-set.js';
import {covers, type NamePattern} from '../../network/name-pattern.js';
import {formatPorts, type PortSet, parsePorts} from '../../network/port-set.js';
import type {Requirement, RequirementTo} from '../profile.js';
import type {PageExtract} from './page-extract.js';

type Fact = {readonly name?: string; readonly protocol?: string; readonly ports?: PortSet};

/** How Microsoft's tables of network rules spell the cluster's API server. */
const apiServer = 'APIServerPublicIP';

/**
 * What a row asks for and none of its pages says: names, or their ports, or ports of pods, spelled as facts are
 * (`tcp 443 NAME`, `port N`). Where a page writes no ports, none are missed.
 */
export function unstated(requirement: Requirement, pages: readonly PageExtract[]): readonly string[] {
	const {to, protocol} = requirement;
	const facts = pages.flatMap(({facts: sections}) => Object.values(sections).flat()).map(parseFact);
	const ports = requirement.ports === 'declared' ? undefined : requirement.ports;
	return [
		...new Set(
			to.flatMap(target => [
				...namesOf(target, facts).filter(name => !saysName(facts, name, protocol, ports)),
				...portsOfPods(target, facts, ports),
			]),
		),
	].map(missing => (missing.startsWith('port ') ? missing : spelled(protocol, ports, missing)));
}

/** Whether a page must say what the row asks for; what is inferred from one, in doubt or gone need not stand there. */
export function isHeld({confidence}: Requirement): boolean {
	return confidence === 'required' || confidence === 'optional';
}

function namesOf(to: RequirementTo, facts: readonly Fact[]): readonly string[] {
	switch (to.kind) {
		case 'name':
		case 'image-registries':
			return to.name === '*' ? [] : [to.name];
		case 'names':
			return to.names;
		case 'api-server':
			return facts.some(({name}) => name === apiServer) ? [apiServer] : [];
		default:
			return [];
	}
}

/** A port that no page gives to anything; only where pages speak of ports at all. */
function portsOfPods(to: RequirementTo, facts: readonly Fact[], ports: PortSet | undefined): readonly string[] {
	const told = facts.filter(({name}) => name === undefined).map(fact => fact.ports ?? []);
	const isAsked = (to.kind === 'pods' || to.kind === 'space-pods') && ports !== undefined && told.length > 0;
	return isAsked && !isSubset(ports, unionOf(told)) ? [`port ${formatPorts(ports)}`] : [];
}

function saysName(facts: readonly Fact[], name: string, protocol: string, ports: PortSet | undefined): boolean {
	const about = facts.filter(fact => fact.name !== undefined && isSame(fact.name, name));
	const same = about.filter(fact => fact.protocol === protocol).map(fact => fact.ports ?? []);
	return about.some(fact => fact.ports === undefined) || (same.length > 0 && isSubset(ports ?? [], unionOf(same)));
}

/** A page may write a pattern for our name, or an example of our pattern. */
function isSame(told: NamePattern, asked: NamePattern): boolean {
	return told === asked || covers(told, asked) || (asked.includes('*') && covers(asked, told));
}

function parseFact(text: string): Fact {
	const [, protocol, numbers = '', name] = /^(tcp|udp) (.*) (\S+)$/.exec(text) ?? [];
	if (protocol !== undefined && name !== undefined) {
		const ports = parsePorts(numbers.replaceAll(/,\s*/g, ','));
		return ports.ok ? {name, protocol, ports: ports.value} : {name};
	}

	const [, port] = /^port (\d+)$/.exec(text) ?? [];
	const ports = port === undefined ? undefined : parsePorts(port);
	return ports?.ok === true ? {ports: ports.value} : {name: text};
}

function spelled(protocol: string, ports: PortSet | undefined, name: string): string {
	return ports === undefined ? name : `${protocol} ${formatPorts(ports)} ${name}`;
}
