import {UserError} from '../../errors.js';
import {isObject} from '../json.js';
import {parseYaml} from '../world/parse-yaml.js';
import {kubeEdits} from './kube-edits.js';
import {joinProposals, type Proposal} from './proposal.js';

/** `kubectl diff` compares two folders that it names itself; `diff -u` is what it runs. */
export function isKubectlDiff(text: string): boolean {
	return /^diff -u .*\/LIVE-|^--- \S*\/LIVE-/m.test(text.slice(0, 2000));
}

/**
 * What `kubectl diff` prints of objects that are made or go: all of them. Of one that changes it shows only the lines
 * around the difference, from which nobody can tell the rest.
 */
export function readKubectlDiff(file: string, text: string): Proposal {
	const parts = text.split(/^(?=--- \S*\/LIVE-)/m).filter(part => part.startsWith('--- '));
	return joinProposals(parts.map(part => readPart(file, part)));
}

function readPart(file: string, part: string): Proposal {
	const name = /^--- \S*\/LIVE-[^/\s]*\/(\S+)/.exec(part)?.[1] ?? 'an object';
	const [hunk, another] = part.split(/^(?=@@ )/m).slice(1);
	const [, before = '', after = ''] = /^@@ -(\d+(?:,\d+)?) \+(\d+(?:,\d+)?) @@/.exec(hunk ?? '') ?? [];
	const isMade = before === '0,0';
	if (hunk === undefined || another !== undefined || (!isMade && after !== '0,0')) {
		throw new UserError('usage', `${file} shows only the lines of ${name} that change.`, {
			next: ['Give what `kubectl apply --dry-run=server -o yaml -f FILE` prints: the whole of each object.'],
		});
	}

	const yaml = hunk
		.split('\n')
		.filter(line => line.startsWith(isMade ? '+' : '-'))
		.map(line => line.slice(1))
		.join('\n');
	const edits = parseYaml(file, yaml).flatMap(parsed => {
		if ('broken' in parsed) {
			throw parsed.broken;
		}

		return isObject(parsed.value) ? kubeEdits(file, file, parsed.value) : [];
	});
	return {edits: edits.map(edit => ({...edit, deleted: !isMade})), notes: [], unread: []};
}
