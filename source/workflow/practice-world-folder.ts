import {UserError} from '../errors.js';
import {didYouMean} from '../profiles/nearest-name.js';
import {listPracticeWorlds} from '../sandbox/practice-worlds.js';

export function practiceWorldFolder(name: string): string {
	const worlds = listPracticeWorlds();
	const found = worlds.find(world => world.name === name);
	if (found !== undefined) {
		return found.folder;
	}

	const names = worlds.map(world => world.name);
	throw new UserError('usage', `There is no practice cluster ${JSON.stringify(name)}.${didYouMean(name, names)}`, {
		next: [`Take one of ${names.join(', ')}.`, 'Or give a folder of your own with --world.'],
	});
}
