import type {Reach, ReachConnection} from '../connectivity/reach.js';
import type {ReachOptions} from '../connectivity/reach-options.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';
import type {Parsed} from '../network/parsed.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';
import type {Topology} from '../topology/topology.js';
import {type Command, flag, type Options, text} from './command.js';
import {clusterOptions} from './options.js';

const engines = ['kubernetes', 'azure', 'calico', 'cilium'] as const;

export const reach: Command = {
	name: 'reach',
	summary: "who can talk to whom, under this cluster's policy engine",
	description:
		"Says which pods may open connections to which, and to and from addresses outside, under the cluster's network " +
		'policies and its policy engine. A folder of Kubernetes manifests alone is enough; the engine is then kubernetes.',
	options: [
		...clusterOptions,
		{flags: '--from <end>', description: 'a namespace, namespace/pod, namespace/workload, or a CIDR block'},
		{flags: '--to <end>', description: 'the same'},
		{flags: '--port <port>', description: 'only this, like tcp/443 or udp/53'},
		{flags: '--by <unit>', description: 'what the ends are', choices: ['pod', 'workload'], default: 'pod'},
		{flags: '--engine <engine>', description: 'as another engine would read the policies', choices: engines},
		{flags: '--explain', description: 'say which rules decide, also where nothing is open'},
		{flags: '--output <format>', description: 'what to print', choices: ['text', 'json'], default: 'text'},
	],
	examples: [
		{call: 'aksess reach --sandbox locked-down --by workload', what: 'Who can talk to whom on the practice cluster?'},
		{
			call: 'aksess reach --world ./manifests --from web --to db/postgres --port tcp/5432 --explain',
			what: 'May the pods of namespace web reach the database, and by which rule?',
		},
	],
	run: async ({options}, session) => {
		const [{parseSelection}, {readSelection}, {decodeTopology}, reachOptions, {reach: whoReaches}] = await Promise.all([
			import('./selection.js'),
			import('./read-selection.js'),
			import('../topology/decode-topology.js'),
			import('../connectivity/reach-options.js'),
			import('../connectivity/reach.js'),
		]);
		const topology = decodeTopology(await readSelection(parseSelection(options), session));
		const found = whoReaches(topology, parseOptions(options, topology, reachOptions));
		if (!found.ok) {
			throw new UserError('not-allowed', `Not read: ${found.missing.datum}. ${found.missing.reason}`, {
				next: [`See what \`${found.missing.command}\` says.`],
			});
		}

		for (const note of found.notes) {
			session.stderr.write(`${printable(note)}\n`);
		}

		if (text(options, 'output') === 'json') {
			writeJson(found, session);
		} else {
			writeText(found, flag(options, 'explain'), session);
		}

		return exitCodes.ok;
	},
};

function parseOptions(
	options: Options,
	topology: Topology,
	{parseReachEnd, parseReachPort}: typeof import('../connectivity/reach-options.js'),
): ReachOptions {
	const end = (name: 'from' | 'to') => {
		const value = text(options, name);
		return value === undefined ? undefined : must(parseReachEnd(value, topology), name);
	};
	const port = text(options, 'port');
	return {
		engine: engines.find(engine => engine === text(options, 'engine')),
		from: end('from'),
		to: end('to'),
		ports: port === undefined ? undefined : must(parseReachPort(port), 'port'),
		by: text(options, 'by') === 'workload' ? 'workload' : 'pod',
		explain: flag(options, 'explain'),
	};
}

function must<T>(result: Parsed<T>, option: string): T {
	if (!result.ok) {
		throw new UserError('usage', `--${option}: ${result.problem}`, {
			next: ['Run `aksess reach` without it to see what there is.'],
		});
	}

	return result.value;
}

/** Written while it is made: a large cluster has more pairs than fit into memory. */
function writeJson(found: Extract<Reach, {ok: true}>, {stdout}: Session): void {
	stdout.write('{"schemaVersion":1,"connections":[');
	writeList(found.connections, stdout.write);
	stdout.write(']');
	const [first, ...others] = found.undecided;
	if (first !== undefined) {
		stdout.write(',"undecided":[');
		writeList([first, ...others], stdout.write);
		stdout.write(']');
	}

	stdout.write('}\n');
}

function writeList(connections: Iterable<ReachConnection>, write: (text: string) => void): void {
	let separator = '';
	for (const connection of connections) {
		write(`${separator}\n${JSON.stringify(connection)}`);
		separator = ',';
	}
}

function writeText(found: Extract<Reach, {ok: true}>, explain: boolean, {stdout}: Session): void {
	const line = ({from, to, allowed, because}: ReachConnection, mark: string) => {
		const ports = allowed.map(({protocol, ports: numbers}) => `${protocol} ${numbers}`).join(', ');
		stdout.write(`${printable(from)} ${mark} ${printable(to)}${ports === '' ? '' : `  ${ports}`}\n`);
		for (const reason of [because?.egress, because?.ingress]) {
			stdout.write(reason === undefined ? '' : `    ${printable(reason)}\n`);
		}
	};
	for (const connection of found.connections) {
		line(connection, '→');
	}

	for (const connection of found.undecided) {
		line(connection, '?');
	}

	if (explain) {
		for (const connection of found.refused) {
			line(connection, '✗');
		}
	}
}
