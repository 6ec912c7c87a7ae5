import path from 'node:path';
import {UserError} from '../errors.js';
import {drawNamespace} from '../profiles/drawn/draw-namespace.js';
import {type DrawnProfile, mostNeeds} from '../profiles/drawn/drawn-profile.js';
import {listProfiles} from '../profiles/load-profile.js';
import {draftTraffic} from '../profiles/traffic/draft-traffic.js';
import type {LogKind, LogSummary} from '../profiles/traffic/read-log.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';
import {decodeTopology} from '../topology/decode/decode-topology.js';
import type {World} from '../topology/world.js';
import {readLogFile} from './read-log-file.js';

/** What a namespace of a cluster that was read hints at. */
export async function drawFromNamespace(namespace: string, world: World): Promise<DrawnProfile> {
	const {pods} = world.objects;
	if (pods.state !== 'known') {
		const reason = pods.state === 'denied' ? `: ${pods.reason}` : '.';
		throw new UserError('not-allowed', `The pods could not be read${reason}`, {
			next: ['Look whether you may list them: `kubectl auth can-i list pods --all-namespaces`.'],
		});
	}

	const drawn = drawNamespace(namespace, {world, topology: decodeTopology(world)}, await listProfiles());
	if (drawn.includes.length + drawn.needs.length === 0) {
		throw new UserError('usage', `Nothing in namespace ${printable(namespace)} hints at a need.`, {
			next: ['Look whether the name is right: `kubectl get namespaces`.'],
		});
	}

	return drawn;
}

export type LogFile = {
	readonly kind: LogKind;
	readonly file: string;
	/** Leaves out by which addresses something was wanted: they may be personal data. */
	readonly masked: boolean;
};

/** What a log shows; those that were seen most, where there are more than a profile holds. */
export async function drawFromLog(
	{kind, file, masked}: LogFile,
	session: Pick<Session, 'cwd' | 'signal'>,
	onProgress: (percent: number) => void,
): Promise<DrawnProfile> {
	const summary = await readLogFile(file, kind, session, onProgress);
	const shown = printable(path.basename(file));
	if (summary.rows.length === 0) {
		throw new UserError('usage', `${shown} shows nothing that a profile could ask for. ${describeLines(summary)}`, {
			next: [hint[kind]],
		});
	}

	const all = draftTraffic(summary.rows, masked);
	const rows = all.toSorted((a, b) => b.times - a.times).slice(0, mostNeeds);
	const left = all.length - rows.length;
	const more = left === 0 ? '' : ` A profile holds ${mostNeeds} rows: ${left} that were seen least are left out.`;
	return {
		source: shown,
		name: path.basename(file).replace(/\.[a-z]{1,5}$/i, ''),
		namespace: undefined,
		includes: [],
		needs: rows.map(({times: _, evidence, ...need}) => ({...need, evidence: `${shown}: ${evidence}`})),
		told: `${describeLines(summary)}${more}`,
	};
}

const hint: Readonly<Record<LogKind, string>> = {
	'firewall-log':
		'Give rows of AZFWApplicationRule or AZFWNetworkRule with their columns Action, Fqdn or DestinationIp, DestinationPort and Protocol, as CSV or JSON.',
	'hubble-flows': 'Give the output of `hubble observe --output json`.',
	'proxy-list': 'Give a file with one host in each line, or the acl lines of Squid that say dstdomain.',
};

/** `12 lines: 8 tell of a need, 3 do not, 1 could not be read: line 7 (its port is not a port number).` */
function describeLines({lines, seen, passedOver, bad, problems, beyond}: LogSummary): string {
	const told = problems.map(({line, problem}) => `line ${line} (${problem})`).join(', ');
	const more = bad - problems.length;
	return [
		`${lines} lines: ${seen} tell of a need, ${passedOver} do not`,
		bad === 0 ? '.' : `, ${bad} could not be read: ${told}${more > 0 ? ` and ${more} more` : ''}.`,
		beyond === 0 ? '' : ` ${beyond} more go to so many places that they were left out.`,
	].join('');
}
