import path from 'node:path';
import {flag, type Options} from '../../command-line/command.js';
import {UserError} from '../../errors.js';
import {draftTraffic} from '../../profiles/traffic/draft-traffic.js';
import type {LogKind, LogSummary} from '../../profiles/traffic/read-log.js';
import {printable} from '../../render/printable.js';
import {trafficProfile} from '../../render/yaml/traffic-profile.js';
import type {Session} from '../../session.js';
import {readLogFile} from '../../workflow/read-log-file.js';
import {writeDraft} from './write-draft.js';

/** Reads a log, says what was made of its lines, and writes what it shows. */
export async function draftFromLog(
	{kind, file}: {readonly kind: LogKind; readonly file: string},
	options: Options,
	session: Session,
): Promise<void> {
	const summary = await readLogFile(file, kind, session);
	const shown = printable(path.basename(file));
	if (summary.rows.length === 0) {
		throw new UserError('usage', `${shown} shows nothing that a profile could ask for. ${describeLines(summary)}`, {
			next: [hint[kind]],
		});
	}

	const all = draftTraffic(summary.rows, flag(options, 'maskAddresses'));
	const rows = all.toSorted((a, b) => b.times - a.times).slice(0, mostRows);
	const left = all.length - rows.length;
	session.stderr.write(
		`${describeLines(summary)}${left === 0 ? '' : ` A profile holds ${mostRows} rows: ${left} that were seen least are left out.`}\n`,
	);
	await writeDraft(trafficProfile(shown, rows, new Date().toISOString().slice(0, 10)), options, session);
}

/** As many as the schema takes (profile-schema.ts). */
const mostRows = 200;

const hint: Readonly<Record<LogKind, string>> = {
	'firewall-log':
		'Give rows of AZFWApplicationRule or AZFWNetworkRule with their columns Action, Fqdn or DestinationIp, DestinationPort and Protocol, as CSV or JSON.',
	'hubble-flows': 'Give the output of `hubble observe --output json`.',
	'proxy-list': 'Give a file with one host in each line, or the acl lines of Squid that say dstdomain.',
};

/** `12 lines: 8 tell of a need, 3 do not, 1 could not be read: line 7 (its port is no port).` */
function describeLines({lines, seen, passedOver, bad, problems, beyond}: LogSummary): string {
	const told = problems.map(({line, problem}) => `line ${line} (${problem})`).join(', ');
	const more = bad - problems.length;
	return [
		`${lines} lines: ${seen} tell of a need, ${passedOver} do not`,
		bad === 0 ? '.' : `, ${bad} could not be read: ${told}${more > 0 ? ` and ${more} more` : ''}.`,
		beyond === 0 ? '' : ` ${beyond} more go to so many places that they were left out.`,
	].join('');
}
