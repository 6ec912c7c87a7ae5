import path from 'node:path';
import type {ValueKind} from '../../command-line/command.js';
import type {Candidate} from '../../command-line/completion/complete-words.js';
import {type CompletionShell, completionShells} from '../../command-line/completion/spell-candidates.js';
import type {Session} from '../../session.js';
import type {KnownNames, KnownPlace} from '../../workflow/known-names.js';

/** What stands before on the line, by the long names of the options. */
type Given = Readonly<Record<string, string>>;

/** The names of one kind that can be known without asking anybody: what ships, what lies in a folder, what was seen last. */
export async function valuesOf(kind: ValueKind, given: Given, session: Session): Promise<readonly Candidate[]> {
	switch (kind) {
		case 'practice-world': {
			const {listPracticeWorlds} = await import('../../sandbox/practice-worlds.js');
			return listPracticeWorlds().map(({name, tags}) => ({value: name, description: tags}));
		}

		case 'profile':
		case 'profiles': {
			const {profileNames} = await import('../../profiles/load-profile.js');
			return plain(await profileNames());
		}

		case 'shell': {
			return plain(completionShells satisfies readonly CompletionShell[]);
		}

		case 'script-formats': {
			const {scriptFormats} = await import('../../render/script-format.js');
			return plain(scriptFormats);
		}

		case 'correction': {
			const {corrections} = await import('../../topology/correct-topology.js');
			return corrections.flatMap(({name, values}) => Object.keys(values).map(value => ({value: `${name}=${value}`})));
		}

		case 'parameter': {
			const profiles = await profilesOf(given);
			return profiles.flatMap(({parameters}) => Object.keys(parameters).map(name => ({value: `${name}=`})));
		}

		case 'run': {
			return runs(session);
		}

		case 'sender':
		case 'target':
		case 'reach-end': {
			const [places, spelled] = await Promise.all([placesOf(given, session), import('./spell-places.js')]);
			return {sender: spelled.senders, target: spelled.targets, 'reach-end': spelled.reachEnds}[kind](places);
		}

		case 'flow':
		case 'step':
		case 'choice': {
			return seen(kind, given, session);
		}

		case 'cluster':
		case 'resource-group':
		case 'subscription': {
			return clusters(kind, given, session);
		}

		case 'free': {
			return [];
		}
	}
}

function plain(values: readonly string[]): readonly Candidate[] {
	return values.map(value => ({value}));
}

async function profilesOf({profile = ''}: Given) {
	const {loadProfile} = await import('../../profiles/load-profile.js');
	return Promise.all(
		profile
			.split(',')
			.filter(name => name !== '')
			.map(loadProfile),
	);
}

/** By the names of their journals, the newest first. */
async function runs(session: Session): Promise<readonly Candidate[]> {
	const [{readdir}, {stateFolder}] = await Promise.all([
		import('node:fs/promises'),
		import('../../workflow/state-folder.js'),
	]);
	const files = await readdir(path.join(stateFolder(session, process.platform), 'runs'));
	return plain(
		files
			.filter(file => file.endsWith('.jsonl'))
			.map(file => file.slice(0, -'.jsonl'.length))
			.toSorted()
			.toReversed(),
	);
}

/** The folder itself, where one is named; else what was seen of the cluster last. */
async function placesOf(given: Given, session: Session): Promise<readonly KnownPlace[]> {
	const {world, sandbox} = given;
	if (world === undefined && sandbox === undefined) {
		return (await lastSeen(given, session))?.places ?? [];
	}

	const {templatesFolder} = await import('../../package-root.js');
	const {scanFolder} = await import('./scan-folder.js');
	return scanFolder(
		world === undefined ? templatesFolder('worlds', path.basename(sandbox ?? '')) : path.resolve(session.cwd, world),
	);
}

/** Of the last check or plan there; what a profile requires is known without one. */
async function seen(kind: 'flow' | 'step' | 'choice', given: Given, session: Session): Promise<readonly Candidate[]> {
	const known = await lastSeen(given, session);
	if (kind === 'step') {
		return plain(known?.steps ?? []);
	}

	const profiles = known === undefined ? await profilesOf(given) : [];
	const required = known?.requirements ?? profiles.flatMap(({requirements}) => requirements.map(({id}) => id));
	return kind === 'flow'
		? plain([...(known?.flows ?? []), ...required])
		: plain((known?.choices.length ?? 0) > 0 ? (known?.choices ?? []) : required.map(id => `${id}=`));
}

async function clusters(
	kind: 'cluster' | 'resource-group' | 'subscription',
	given: Given,
	session: Session,
): Promise<readonly Candidate[]> {
	const fitting = await seenThere(given, session);
	return fitting.flatMap(({cluster}) => {
		switch (cluster === null ? undefined : kind) {
			case 'cluster': {
				return {value: cluster?.name ?? '', description: cluster?.resourceGroup ?? ''};
			}

			case 'resource-group': {
				return {value: cluster?.resourceGroup ?? ''};
			}

			case 'subscription': {
				return {value: cluster?.subscription ?? ''};
			}

			default: {
				return [];
			}
		}
	});
}

async function lastSeen(given: Given, session: Session): Promise<KnownNames | undefined> {
	return (await seenThere(given, session))[0];
}

/** What was seen of the clusters that the line names, as far as it does; the last one first. */
async function seenThere(given: Given, session: Session): Promise<readonly KnownNames[]> {
	const {folderSource, isLive, knownNames, sandboxSource} = await import('../../workflow/known-names.js');
	const {sandbox, world} = given;
	const files =
		sandbox !== undefined ? sandboxSource(sandbox) : world !== undefined ? folderSource(world, session.cwd) : undefined;
	const same = (a: string | undefined, b: string | undefined) =>
		b === undefined || a?.toLowerCase() === b.toLowerCase();
	return (await knownNames(session)).filter(
		({source, cluster}) =>
			(files === undefined ? isLive(source) : source === files) &&
			same(cluster?.subscription, given['subscription']) &&
			same(cluster?.resourceGroup, given['resourceGroup']) &&
			same(cluster?.name, given['name']),
	);
}
