import {isEmpty} from '../../network/interval-set.js';
import type {DnsPlugin, HostsPlugin, TemplatePlugin} from '../../topology/decode/kubernetes/corefile/cluster-dns.js';
import {couldMatch} from '../../topology/decode/kubernetes/corefile/could-match.js';
import {type DnsZone, isInZone} from '../../topology/decode/kubernetes/corefile/dns-zone.js';
import {type Block, type ClusterAnswer, nothing, sourceOf, untold} from './cluster-answer.js';

/** The first that matches; one whose zone holds the name and whose expressions do not may end it, too. */
export function answerTemplates(
	name: string,
	templates: readonly (TemplatePlugin & DnsPlugin)[],
	{zone}: Block,
): ClusterAnswer | undefined {
	for (const template of templates) {
		const by = sourceOf(template);
		if (!isInZones(name, template.zones, zone)) {
			continue;
		}

		const maybe = template.matches.find(expression => couldMatch(expression, name));
		if (maybe !== undefined && template.matches.some(expression => !matchesAll(expression))) {
			return untold(name, by, {kind: 'pattern', pattern: maybe});
		}

		if (template.matches.length > 0 && maybe === undefined) {
			if (!template.fallsThrough.some(own => isInZone(name, own))) {
				return nothing(name, by, {kind: 'no-match'});
			}

			continue;
		}

		if (template.code !== 'NOERROR') {
			return nothing(name, by, {kind: 'code', code: template.code});
		}

		return template.answer === undefined
			? untold(name, by, {kind: 'computed'})
			: isEmpty(template.answer)
				? nothing(name, by, {kind: 'code', code: template.code})
				: {name, next: undefined, steps: [{kind: 'listed', by, addresses: template.answer}]};
	}

	return undefined;
}

function matchesAll(expression: string): boolean {
	return /^\^?\.\*\$?$/.test(expression);
}

/** The list of hosts of a block; undefined where the next plugin is asked. */
export function answerHosts(
	name: string,
	lists: readonly (HostsPlugin & DnsPlugin)[],
	{zone}: Block,
): ClusterAnswer | undefined {
	const list = lists.find(({zones}) => isInZones(name, zones, zone));
	if (list === undefined) {
		return undefined;
	}

	const by = sourceOf(list);
	const addresses = list.addresses.get(name);
	if (addresses !== undefined) {
		return isEmpty(addresses)
			? nothing(name, by, {kind: 'other-family'})
			: {name, next: undefined, steps: [{kind: 'listed', by, addresses}]};
	}

	if (list.file !== undefined) {
		return untold(name, by, {kind: 'file', file: list.file});
	}

	// Only newer versions read an asterisk as any one label.
	const wildcard = name.replace(/^[^.]*/, '*');
	if (list.addresses.has(wildcard)) {
		return untold(name, by, {kind: 'pattern', pattern: wildcard});
	}

	return list.fallsThrough.some(own => isInZone(name, own)) ? undefined : nothing(name, by, {kind: 'not-listed'});
}

/** In the zones that a plugin names, or where it names none in that of its block. */
export function isInZones(name: string, own: readonly DnsZone[], blocks: DnsZone): boolean {
	return (own.length === 0 ? [blocks] : own).some(zone => isInZone(name, zone));
}
