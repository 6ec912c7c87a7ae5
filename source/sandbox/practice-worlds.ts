import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {templatesFolder} from '../package-root.js';

/**
 * A world that ships with aksess. Title and summary are the first heading and paragraph of its README, the tags stand
 * behind `Tags:` in a paragraph of their own.
 */
export type PracticeWorld = {
	readonly name: string;
	readonly title: string;
	readonly summary: string;
	/** What is there, in a few words: `kubenet, Azure Firewall`. */
	readonly tags: string;
	readonly folder: string;
};

export function listPracticeWorlds(): readonly PracticeWorld[] {
	const root = templatesFolder('worlds');
	return readdirSync(root, {withFileTypes: true})
		.filter(entry => entry.isDirectory())
		.map(({name}) => describe(name, path.join(root, name)))
		.sort((left, right) => left.name.localeCompare(right.name));
}

function describe(name: string, folder: string): PracticeWorld {
	const file = path.join(folder, 'README.md');
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const paragraphs = text.split(/\r?\n\s*\r?\n/).map(paragraph => paragraph.trim().replace(/\s*\r?\n\s*/g, ' '));
	const heading = paragraphs.find(paragraph => paragraph.startsWith('#')) ?? '';
	const summary = paragraphs.find(paragraph => paragraph !== '' && !paragraph.startsWith('#')) ?? '';
	const tags = paragraphs.find(paragraph => paragraph.startsWith('Tags: '))?.slice('Tags: '.length) ?? '';
	return {name, tags, title: heading.replace(/^#+\s*/, '') || name, summary, folder};
}
