// The one file of this folder that reads files.
import {readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {systemReason, UserError} from '../errors.js';
import {templatesFolder} from '../package-root.js';
import {composeProfiles} from './compose-profiles.js';
import {longestProfile} from './longest-profile.js';
import {nearestName} from './nearest-name.js';
import type {Profile} from './profile.js';
import {formatProblem} from './profile-problem.js';

/** A shipped profile by its name, or a file of one's own: `azure-dev-spaces`, `./mine.yaml`; with all that it includes. */
export async function loadProfile(nameOrPath: string): Promise<Profile> {
	return loadWith(nameOrPath, []);
}

/** @param by the profiles that include this one, the outermost first: none may include itself */
async function loadWith(nameOrPath: string, by: readonly string[]): Promise<Profile> {
	const profile = await loadAlone(nameOrPath);
	// `./mine.yaml` and `mine.yaml` are one file.
	const way = [...by, isPath(nameOrPath) ? path.normalize(nameOrPath) : nameOrPath];
	if (profile.includes.length === 0) {
		return profile;
	}

	const others = profile.includes.map(other => (isPath(other) ? path.join(path.dirname(nameOrPath), other) : other));
	const again = others.find(other => way.includes(other));
	if (again !== undefined) {
		throw new UserError(
			'usage',
			`The profile ${again} includes itself: ${[...way, again].join(', which includes ')}.`,
			{
				next: ['Take one of these out of `includes`.'],
			},
		);
	}

	const {profile: whole, problems} = composeProfiles(
		profile,
		await Promise.all(others.map(other => loadWith(other, way))),
	);
	if (problems.length > 0) {
		throw new UserError(
			'usage',
			`The profiles that ${nameOrPath} includes do not fit together: ${problems.join(' ')}`,
			{
				next: ['Give what differs another name, or include only one of them.'],
			},
		);
	}

	return whole;
}

async function loadAlone(nameOrPath: string): Promise<Profile> {
	const {compiledProfiles} = await import('./compiled-profiles.js');
	const compiled = Object.hasOwn(compiledProfiles, nameOrPath) ? compiledProfiles[nameOrPath] : undefined;
	return compiled ?? examined(await readProfileText(nameOrPath));
}

async function examined({text, file}: {readonly text: string; readonly file: string}): Promise<Profile> {
	// The parser and the schema take longer to load than most commands to answer.
	const {examineProfile} = await import('./lint-profile.js');
	const {profile, problems} = examineProfile(text, file);
	if (profile === undefined) {
		const errors = problems.filter(({severity}) => severity === 'error');
		const count = errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`;
		throw new UserError('usage', `The profile ${file} has ${count}:\n${errors.map(formatProblem).join('\n')}`, {
			next: [`Correct the file; \`aksess profiles lint ${file}\` shows this list again.`],
		});
	}

	return profile;
}

/** The text of a profile and the name to show for it in messages. */
export async function readProfileText(nameOrPath: string): Promise<{readonly text: string; readonly file: string}> {
	const file = isPath(nameOrPath) ? nameOrPath : await shippedFile(nameOrPath);
	try {
		const {size} = await stat(file).then(entry => {
			if (!entry.isFile()) {
				throw new Error('it is not a file');
			}

			return entry;
		});
		if (size > 4 * longestProfile) {
			throw new Error(`it has ${size} bytes, more than a profile can have`);
		}

		const text = await readFile(file, 'utf8');
		return {text, file: isPath(nameOrPath) ? nameOrPath : path.basename(file)};
	} catch (error) {
		throw new UserError('usage', `The profile ${JSON.stringify(nameOrPath)} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Give the path of a YAML file, or the name of a profile that `aksess profiles list` shows.'],
		});
	}
}

export async function profileNames(): Promise<readonly string[]> {
	const entries = await readdir(templatesFolder('profiles'));
	return entries
		.filter(entry => entry.endsWith('.yaml'))
		.map(entry => entry.slice(0, -'.yaml'.length))
		.sort();
}

/** All shipped profiles. */
export async function listProfiles(): Promise<readonly Profile[]> {
	return Promise.all((await profileNames()).map(loadProfile));
}

function isPath(nameOrPath: string): boolean {
	return /[/\\]|\.ya?ml$/i.test(nameOrPath);
}

async function shippedFile(name: string): Promise<string> {
	const names = await profileNames();
	if (names.includes(name)) {
		return templatesFolder('profiles', `${name}.yaml`);
	}

	const near = nearestName(name, names);
	throw new UserError(
		'usage',
		`There is no profile ${JSON.stringify(name)}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
		{next: [`Take one of ${names.join(', ')}.`, 'Or give the path of a file of your own, like ./mine.yaml.']},
	);
}
