import {formatRefusal} from '../../connectivity/explain-pair.js';
import type {ReachAnswer, ReachConnection, ReachRefusal} from '../../connectivity/reach/reach.js';
import {UserError} from '../../errors.js';
import {printable, printableJson} from '../../render/printable.js';
import {type ReachRow, reachRow} from '../../render/reach/reach-row.js';
import {spokenPorts} from '../../render/reach/spoken-ports.js';
import type {Output, Session} from '../../session.js';

type Found = Extract<ReachAnswer, {ok: true}>;

export type ReachAsked = {
	readonly explain: boolean;
	/** Both ends are named, so an answer without a line would be no answer. */
	readonly aboutPair: boolean;
	/** Certain ports are asked about. */
	readonly hasPorts: boolean;
};

/** Written while it is made: a large cluster has more pairs than fit into memory. */
export async function writeReach(
	found: Found,
	format: 'text' | 'matrix' | 'json' | 'dot' | 'csv' | 'html',
	asked: ReachAsked,
	session: Session,
): Promise<void> {
	const {stdout} = session;
	switch (format) {
		case 'text': {
			writeText(found, asked, session);
			return;
		}

		case 'matrix': {
			const {reachMatrix} = await import('../../render/reach/reach-matrix.js');
			const matrix = reachMatrix(rows(found));
			if (!matrix.ok) {
				throw new UserError('usage', matrix.problem, {
					next: ['Ask --by workload, narrow it with --from and --to, or take --output html.'],
				});
			}

			stdout.write(matrix.value);
			return;
		}

		case 'json': {
			writeJson(found, asked, stdout);
			return;
		}

		case 'csv': {
			const {reachCsv} = await import('../../render/reach/reach-csv.js');
			writeAll(reachCsv(rows(found)), stdout);
			return;
		}

		case 'dot': {
			const {reachDot} = await import('../../render/reach/reach-dot.js');
			writeAll(reachDot(rows(found)), stdout);
			return;
		}

		case 'html': {
			const {reachHtml} = await import('../../render/reach/reach-html.js');
			writeAll(reachHtml(rows(found), {engine: found.engineTitle, notes: found.notes}), stdout);
			return;
		}
	}
}

function* rows(found: Found): Generator<ReachRow> {
	for (const connection of found.connections) {
		yield reachRow(connection, 'open');
	}

	for (const connection of found.undecided) {
		yield reachRow(connection, 'undecided');
	}
}

function writeAll(parts: Iterable<string>, {write}: Output): void {
	for (const part of parts) {
		write(part);
	}
}

function writeJson(found: Found, {explain}: ReachAsked, {write}: Output): void {
	write('{"schemaVersion":1,"connections":[');
	writeList(found.connections, write);
	write(']');
	const [first, ...others] = found.undecided;
	if (first !== undefined) {
		write(',"undecided":[');
		writeList([first, ...others], write);
		write(']');
	}

	if (explain) {
		write(',"refused":[');
		writeList(found.refused, write);
		write(']');
	}

	write(found.notes.length > 0 ? `,"notes":${printableJson(found.notes)}}\n` : '}\n');
}

function writeList(items: Iterable<ReachConnection | ReachRefusal>, write: (text: string) => void): void {
	let separator = '';
	for (const item of items) {
		write(`${separator}\n${printableJson(item)}`);
		separator = ',';
	}
}

/** Where the ends speak both families, and over the other one it is not so. */
function overFamily(family: string | undefined): string {
	return family === undefined ? '' : ` over ${family}`;
}

function writeText(found: Found, {explain, aboutPair, hasPorts}: ReachAsked, {stdout, stderr}: Session): void {
	for (const note of found.notes) {
		stderr.write(`${printable(note)}\n`);
	}

	let lines = 0;
	const line = ({from, to, family, allowed, because, about, doubts = []}: ReachConnection, mark: string) => {
		lines++;
		const ports = spokenPorts(allowed);
		stdout.write(
			`${printable(from)} ${mark} ${printable(to)}${ports === '' ? '' : `  ${ports}`}${overFamily(family)}\n`,
		);
		const said = mark === '?' ? doubts.map(doubt => `undecided: ${doubt}`) : [];
		for (const reason of [...said, explain ? about : undefined, because?.egress, because?.ingress]) {
			stdout.write(reason === undefined ? '' : `    ${printable(reason)}\n`);
		}
	};
	for (const connection of found.connections) {
		line(connection, '→');
	}

	for (const connection of found.undecided) {
		line(connection, '?');
	}

	if (!explain && (!aboutPair || lines > 0)) {
		return;
	}

	for (const {from, to, family, refused, partly, because, about} of found.refused) {
		const what = `${partly || hasPorts ? `closed: ${spokenPorts(refused)}` : 'closed'}${overFamily(family)}`;
		stdout.write(`${printable(from)} ✗ ${printable(to)}  ${what}\n`);
		stdout.write(about === undefined ? '' : `    ${printable(about)}\n`);
		for (const refusal of because) {
			stdout.write(`    ${printable(formatRefusal(refusal))}\n`);
		}
	}
}
