import type {Options} from '../../command-line/command.js';
import {UserError} from '../../errors.js';
import {draftProfile} from '../../profiles/draft-profile.js';
import {listProfiles} from '../../profiles/load-profile.js';
import {yamlProfile} from '../../render/yaml/yaml-profile.js';
import type {Session} from '../../session.js';
import {readSelection} from '../../workflow/read-selection.js';
import {parseSelection} from '../../workflow/selection.js';
import {writeDraft} from './write-draft.js';

/** Reads the cluster that is meant, and writes what one of its namespaces hints at. */
export async function draftFromNamespace(namespace: string, options: Options, session: Session): Promise<void> {
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

	await writeDraft(yamlProfile(namespace, draft, new Date().toISOString().slice(0, 10)), options, session);
}
