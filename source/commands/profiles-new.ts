import {type Command, optionKey, text} from '../command-line/command.js';
import {clusterOptions, manifestOptions} from '../command-line/options.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';
import type {DrawnFrom} from './profiles/draw-for-command.js';

const logOptions = ['firewall-log', 'hubble-flows', 'proxy-list'] as const;

export const profilesNew: Command = {
	name: 'new',
	summary: 'write a profile from what runs in a namespace or from a log, to be looked through',
	description:
		'Writes a profile from the hints in a namespace: registries of its images, services of type ExternalName, URLs in ' +
		'environment variables (host and port only), ServiceEntries, what its policies let out by name or address, and what ' +
		'firewalls let the cluster out to. Or from what was seen: denials in a log of Azure Firewall, flows of ' +
		'Hubble, the hosts that a proxy lets through. Every row has its evidence, and is unverified until somebody says ' +
		'otherwise. Changes nothing.',
	options: [
		...clusterOptions,
		...manifestOptions,
		{flags: '--namespace <name>', description: 'the namespace to look into'},
		{
			flags: '--firewall-log <file>',
			description:
				'what Azure Firewall denied: CSV or JSON of Log Analytics (AZFWApplicationRule, AZFWNetworkRule, msg_s)',
		},
		{flags: '--hubble-flows <file>', description: 'what pods do: JSON lines of `hubble observe --output json`'},
		{flags: '--proxy-list <file>', description: 'what a proxy lets through: a list of hosts, or acl lines of Squid'},
		{flags: '--mask-addresses', description: 'leave out by which addresses something was wanted'},
		{flags: '--profile-name <name>', description: 'how the profile is called; otherwise after what it is drawn from'},
		{flags: '-o, --out <file>', description: 'write the profile to this file instead of printing it'},
	],
	examples: [
		{call: 'aksess profiles new --sandbox wide-open --namespace dev', what: 'What does this namespace seem to need?'},
	],
	run: async ({options}, session) => {
		const draw = async (from: DrawnFrom) => {
			const [{drawForCommand}, {writeDrawn}] = await Promise.all([
				import('./profiles/draw-for-command.js'),
				import('./profiles/write-drawn.js'),
			]);
			await writeDrawn(await drawForCommand(from, options, session), options, session);
			return exitCodes.ok;
		};
		const logs = logOptions.flatMap(kind => {
			const file = text(options, optionKey(`--${kind}`));
			return file === undefined ? [] : [{kind, file}];
		});
		const [log, second] = logs;
		const namespace = text(options, 'namespace');
		if (log === undefined) {
			if (namespace === undefined) {
				throw new UserError('usage', 'Nothing was given to generate the profile from.', {
					next: [`Add --namespace NAME, or one of ${logOptions.map(name => `--${name} FILE`).join(', ')}.`],
				});
			}

			return draw({kind: 'namespace', namespace});
		}

		const other = second === undefined ? clusterOption(options) : `--${second.kind}`;
		if (other !== undefined) {
			throw new UserError(
				'usage',
				`--${log.kind} and ${other} contradict each other: a profile is generated from one source.`,
				{
					next: ['Generate two profiles; a third can include both by `includes:`.'],
				},
			);
		}

		return draw(log);
	},
};

function clusterOption(options: Readonly<Record<string, unknown>>): string | undefined {
	const name = ['namespace', 'world', 'sandbox', 'name', 'resourceGroup'].find(option => options[option] !== undefined);
	return name && `--${name === 'resourceGroup' ? 'resource-group' : name}`;
}
