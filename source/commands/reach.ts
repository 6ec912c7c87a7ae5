import {type Command, flag, type Options, text} from '../command-line/command.js';
import {clusterOptions, manifestOptions} from '../command-line/options.js';
import type {UnreadPolicies} from '../connectivity/cluster-connectivity.js';
import type {ReachOptions} from '../connectivity/reach/reach-options.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';
import type {Parsed} from '../network/parsed.js';
import type {Topology} from '../topology/topology.js';

const reachFormats = ['text', 'matrix', 'json', 'dot', 'csv', 'html'] as const;
const engines = ['kubernetes', 'azure', 'calico', 'cilium'] as const;

export const reach: Command = {
	name: 'reach',
	summary: "who can talk to whom, under this cluster's policy engine",
	description:
		"Says which pods may open connections to which, and to and from addresses outside, under the cluster's network " +
		'policies and its policy engine. A folder of Kubernetes manifests alone is enough; the engine is then kubernetes.',
	options: [
		...clusterOptions,
		...manifestOptions,
		{
			flags: '--from <end>',
			description: 'a namespace, namespace/pod, namespace/workload, or a CIDR block',
			value: 'reach-end',
		},
		{flags: '--to <end>', description: 'the same', value: 'reach-end'},
		{flags: '--port <port>', description: 'only this, like tcp/443 or udp/53'},
		{flags: '--by <unit>', description: 'what the ends are', choices: ['pod', 'workload'], default: 'pod'},
		{flags: '--engine <engine>', description: 'as another engine would read the policies', choices: engines},
		{flags: '--explain', description: 'say which rules decide, also where nothing is open'},
		{flags: '--exposure', description: 'only who may come from outside, or from pods that might be added'},
		{flags: '--diff <folder>', description: 'what another folder of manifests opens and closes, compared with this'},
		{flags: '--output <format>', description: 'what to print', choices: reachFormats, default: 'text'},
	],
	examples: [
		{call: 'aksess reach --sandbox locked-down --by workload', what: 'Who can talk to whom on the practice cluster?'},
		{call: 'aksess reach --sandbox locked-down --by workload --output matrix', what: 'The same at one glance.'},
		{call: 'aksess reach --world ./manifests --output html > reach.html', what: 'The same as a page to search in.'},
		{call: 'aksess reach --world ./manifests --exposure', what: 'Who may come from outside?'},
		{
			call: 'aksess reach --world ./manifests --from web --to db/postgres --port tcp/5432 --explain',
			what: 'May the pods of namespace web reach the database, and by which rule?',
		},
	],
	run: async ({options}, session) => {
		const [{parseSelection}, {readSelection}, {decodeTopology}, reachOptions, {reach: whoReaches}] = await Promise.all([
			import('../workflow/selection.js'),
			import('../workflow/read-selection.js'),
			import('../topology/decode/decode-topology.js'),
			import('../connectivity/reach/reach-options.js'),
			import('../connectivity/reach/reach.js'),
		]);
		const topology = decodeTopology(await readSelection(parseSelection(options), session));
		const asked = parseOptions(options, topology, reachOptions);
		const other = text(options, 'diff');
		if (other !== undefined) {
			const {writeReachDifference} = await import('./reach/reach-difference.js');
			return writeReachDifference(topology, other, asked, options, session);
		}

		const found = whoReaches(topology, asked);
		if (!found.ok) {
			throw unread(found.missing);
		}

		const {writeReach} = await import('./reach/reach-output.js');
		const format = reachFormats.find(known => known === text(options, 'output')) ?? 'text';
		const [explain, aboutPair] = [flag(options, 'explain'), asked.from !== undefined && asked.to !== undefined];
		await writeReach(found, format, {explain, aboutPair, hasPorts: asked.ports !== undefined}, session);
		return exitCodes.ok;
	},
};

function parseOptions(
	options: Options,
	topology: Topology,
	{parseReachEnd, parseReachPort}: typeof import('../connectivity/reach/reach-options.js'),
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
		exposure: flag(options, 'exposure'),
	};
}

export function unread({datum, reason, command}: UnreadPolicies): UserError {
	return new UserError('not-allowed', `Not read: ${datum}. ${reason}`, {next: [`See what \`${command}\` says.`]});
}

function must<T>(result: Parsed<T>, option: string): T {
	if (!result.ok) {
		throw new UserError('usage', `--${option}: ${result.problem}`, {
			next: ['Run `aksess reach` without it to see what there is.'],
		});
	}

	return result.value;
}
