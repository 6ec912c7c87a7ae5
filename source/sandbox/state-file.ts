import {closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync} from 'node:fs';
import path from 'node:path';
import {systemReason, UserError} from '../errors.js';
import {makeFolder} from '../make-folder.js';
import type {JsonObject} from './json.js';
import type {Operation} from './operation.js';

type Changes = {readonly [key: string]: JsonObject | null};

/** Everything written since the world was loaded; null where something was deleted. */
export type Overlay = {
	readonly revision: number;
	readonly resources: Changes;
	readonly objects: Changes;
	readonly usages: Changes;
	readonly operations: readonly Operation[];
};

type StateFile = {
	readonly load: () => Overlay | undefined;
	readonly loadIfChanged: () => Overlay | undefined;
	readonly save: (overlay: Overlay) => void;
};

type Document = Overlay & {readonly format: 1; readonly world: string};

/**
 * One file, replaced by rename: a process that is killed leaves the old state or the new one. Several processes may
 * use it in turn (az against a sandbox in one terminal, aksess in another); each looks before it answers.
 */
export function openStateFile(folder: string, world: string): StateFile {
	const file = path.join(folder, 'sandbox-state.json');
	let seen = '';
	const load = () => {
		seen = stampOf(file);
		return seen === '' ? undefined : read(file, folder, world);
	};
	createFolder(folder);
	return {
		load,
		loadIfChanged: () => (stampOf(file) === seen ? undefined : load()),
		save: overlay => {
			const document: Document = {format: 1, world, ...overlay};
			replaceFile(file, JSON.stringify(document));
			seen = stampOf(file);
		},
	};
}

function createFolder(folder: string): void {
	try {
		makeFolder(folder);
	} catch (error) {
		throw new UserError('usage', `The state folder ${folder} cannot be created: ${systemReason(error)}.`, {
			cause: error,
			next: ['Choose a folder you may write to.'],
		});
	}
}

function read(file: string, folder: string, world: string): Overlay {
	let document: Partial<Document>;
	try {
		document = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		throw new UserError('usage', `${file} is not a sandbox state.`, {
			cause: error,
			next: [`Delete it to start the practice world afresh, or choose another folder than ${folder}.`],
		});
	}

	const {format, revision, resources, objects, usages, operations} = document;
	if (format !== 1 || document.world !== world) {
		throw new UserError(
			'usage',
			`${file} was written for another practice world, or for another version of this one.`,
			{
				next: ['Choose another state folder, or delete the file to start afresh.'],
			},
		);
	}

	return {
		revision: revision ?? 1000,
		resources: resources ?? {},
		objects: objects ?? {},
		usages: usages ?? {},
		operations: operations ?? [],
	};
}

function replaceFile(file: string, text: string): void {
	const temporary = `${file}.${process.pid}.tmp`;
	try {
		const handle = openSync(temporary, 'w', 0o600);
		writeSync(handle, text);
		fsyncSync(handle);
		closeSync(handle);
		renameSync(temporary, file);
	} catch (error) {
		throw new UserError('usage', `The sandbox state ${file} cannot be written: ${systemReason(error)}.`, {
			cause: error,
			next: ['Check free space and permissions of the folder.'],
		});
	}
}

/** Every save makes a new file, so inode and time together tell versions apart. Empty: there is none. */
function stampOf(file: string): string {
	const stat = statSync(file, {throwIfNoEntry: false, bigint: true});
	return stat === undefined ? '' : `${stat.ino}-${stat.mtimeNs}-${stat.size}`;
}
