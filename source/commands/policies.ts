import {type Command, text} from '../command-line/command.js';
import {clusterOptions, manifestOptions} from '../command-line/options.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';
import {printable, printableJson} from '../render/printable.js';

const engines = ['kubernetes', 'azure', 'calico', 'cilium'] as const;

const lint: Command = {
	name: 'lint',
	summary: 'what is valid in network policies and probably not meant, with the fix',
	description:
		'Reports policies and rules that select nothing, port names that no pod has or that clash, ports of services ' +
		'where a pod port is meant, rules that earlier ones shadow, DNS that was forgotten and, under Azure Network Policy Manager, ' +
		'what Cilium would do otherwise.',
	options: [
		...clusterOptions,
		...manifestOptions,
		{flags: '--engine <engine>', description: 'as another engine would read the policies', choices: engines},
		{flags: '--output <format>', description: 'what to print', choices: ['text', 'json'], default: 'text'},
	],
	examples: [
		{call: 'aksess policies lint --sandbox locked-down', what: 'Is there a policy that does nothing?'},
		{call: 'aksess policies lint --world ./manifests --engine azure', what: 'What would change under Cilium?'},
	],
	run: async ({options}, session) => {
		const [{parseSelection}, {readSelection}, {decodeTopology}, {clusterConnectivity}, {lintPolicies}, {unread}] =
			await Promise.all([
				import('../workflow/selection.js'),
				import('../workflow/read-selection.js'),
				import('../topology/decode/decode-topology.js'),
				import('../connectivity/cluster-connectivity.js'),
				import('../connectivity/lint/lint-policies.js'),
				import('./reach.js'),
			]);
		const topology = decodeTopology(await readSelection(parseSelection(options), session));
		const asked = engines.find(engine => engine === text(options, 'engine'));
		const read = clusterConnectivity(topology, asked);
		if (!read.ok) {
			throw unread(read.missing);
		}

		const complaints = lintPolicies(topology, read.connectivity);
		if (text(options, 'output') === 'json') {
			session.stdout.write(`${printableJson({schemaVersion: 1, complaints}, 2)}\n`);
			return exitCodes.ok;
		}

		for (const {kind, policy, rule, message, fix} of complaints) {
			const place = rule === undefined ? policy : `${policy} ${rule}`;
			session.stdout.write(`${printable(place)}: ${printable(message)} (${kind})\n    ${printable(fix)}\n`);
		}

		const count = read.connectivity.policies.length;
		const about = count === 1 ? '1 policy' : `${count} policies`;
		session.stdout.write(complaints.length === 0 ? `${about}: no problems found\n` : '');
		return exitCodes.ok;
	},
};

export const policies: Command = {
	name: 'policies',
	summary: 'the network policies of a cluster or of manifests: lint',
	options: [],
	examples: [],
	subcommands: [lint],
	run: async () => {
		throw new UserError('usage', 'What about policies?', {next: ['Run `aksess policies lint --world FOLDER`.']});
	},
};
