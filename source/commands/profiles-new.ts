import path from 'node:path';
import {type Command, text} from '../command-line/command.js';
import {clusterOptions, manifestOptions} from '../command-line/options.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';
import {printable} from '../render/printable.js';

export const profilesNew: Command = {
	name: 'new',
	summary: 'write a profile from what runs in a namespace, to be looked through',
	description:
		'Writes a profile from the hints in a namespace: registries of its images, services of type ExternalName, and URLs in ' +
		'environment variables (host and port only). Every row says where its hint stands, and is unverified until somebody ' +
		'says otherwise. Changes nothing.',
	options: [
		...clusterOptions,
		...manifestOptions,
		{flags: '--namespace <name>', description: 'the namespace to look into'},
		{flags: '-o, --out <file>', description: 'write the profile to this file instead of printing it'},
	],
	examples: [
		{call: 'aksess profiles new --sandbox wide-open --namespace dev', what: 'What does this namespace seem to need?'},
	],
	run: async ({options}, session) => {
		const namespace = text(options, 'namespace');
		if (namespace === undefined) {
			throw new UserError('usage', 'Nobody said which namespace the profile is to be drawn from.', {
				next: ['Add --namespace NAME.'],
			});
		}

		const [{parseSelection}, {readSelection}, {listProfiles}, {draftProfile}, {yamlProfile}] = await Promise.all([
			import('../workflow/selection.js'),
			import('../workflow/read-selection.js'),
			import('../profiles/load-profile.js'),
			import('../profiles/draft-profile.js'),
			import('../render/yaml/yaml-profile.js'),
		]);
		const world = await readSelection(parseSelection(options), session);
		const {pods} = world.objects;
		if (pods.state !== 'known') {
			const reason = pods.state === 'denied' ? `: ${pods.reason}` : '.';
			throw new UserError('not-allowed', `The pods could not be read${reason}`, {
				next: ['Look whether you may list them: `kubectl auth can-i list pods --all-namespaces`.'],
			});
		}

		const draft = draftProfile(namespace, world, await listProfiles());
		if (draft.includes.length + draft.rows.length === 0) {
			throw new UserError('usage', `Nothing in namespace ${namespace} hints at a need.`, {
				next: ['Look whether the name is right: `kubectl get namespaces`.'],
			});
		}

		const profile = yamlProfile(namespace, draft, new Date().toISOString().slice(0, 10));
		const out = text(options, 'out');
		if (out === undefined) {
			session.stdout.write(profile);
			return exitCodes.ok;
		}

		const {writeTextFile} = await import('../workflow/write-files.js');
		await writeTextFile(path.resolve(session.cwd, out), profile);
		session.stderr.write(
			`Written to ${printable(out)}. Next: look through it, then aksess check --profile ${printable(out)}\n`,
		);
		return exitCodes.ok;
	},
};
