import {flag, type Options, text} from '../../command-line/command.js';
import {type ReachChange, reachDifference} from '../../connectivity/reach/reach-difference.js';
import type {ReachOptions} from '../../connectivity/reach/reach-options.js';
import {UserError} from '../../errors.js';
import {type ExitCode, exitCodes} from '../../exit-codes.js';
import {printable, printableJson} from '../../render/printable.js';
import {spokenPorts} from '../../render/reach/spoken-ports.js';
import type {Session} from '../../session.js';
import {decodeTopology} from '../../topology/decode/decode-topology.js';
import type {Topology} from '../../topology/topology.js';
import {readSelection} from '../../workflow/read-selection.js';
import {unread} from '../reach.js';

/** `aksess reach --diff OTHER`: what the other folder opens and closes. */
export async function writeReachDifference(
	before: Topology,
	folder: string,
	asked: ReachOptions,
	options: Options,
	session: Session,
): Promise<ExitCode> {
	const format = text(options, 'output') ?? 'text';
	if (format !== 'text' && format !== 'json') {
		throw new UserError('usage', `--diff is printed as text or json, not as ${format}.`, {
			next: ['Leave --output out, or give `--output json`.'],
		});
	}

	const after = decodeTopology(
		await readSelection(
			{
				kind: 'world',
				folder,
				keepGoing: flag(options, 'keepGoing'),
				verbose: flag(options, 'verbose'),
				resourceGroup: undefined,
				name: undefined,
			},
			session,
		),
	);
	const found = reachDifference(before, after, asked);
	if (!found.ok) {
		throw unread(found.missing);
	}

	const {opened, closed, undecided} = found;
	if (format === 'json') {
		session.stdout.write(`${printableJson({schemaVersion: 1, opened, closed, undecided}, 2)}\n`);
		return exitCodes.ok;
	}

	const write = (mark: string, changes: readonly ReachChange[]) => {
		for (const {from, to, allowed, family} of changes) {
			session.stdout.write(
				`${mark} ${printable(from)} → ${printable(to)}  ${spokenPorts(allowed)}${family === undefined ? '' : ` over ${family}`}\n`,
			);
		}
	};
	write('+', opened);
	write('-', closed);
	write('?', undecided);
	if (opened.length + closed.length + undecided.length === 0) {
		session.stdout.write('Nothing is opened or closed.\n');
	}

	return exitCodes.ok;
}
