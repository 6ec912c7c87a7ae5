// `node scripts/release.mjs 1.2.3` tags a version that is fit to be released; pushing the tag publishes it
// (.github/workflows/release.yaml, docs/versions.md). `--dry-run` changes nothing. `--verify v1.2.3` says whether a tag, the
// manifest and the changelog agree; the workflow asks that before it publishes.
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {root} from './prepare.mjs';
import {releaseProblems, sectionOf} from './release/release-problems.mjs';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {'dry-run': {type: 'boolean'}, verify: {type: 'string'}},
});
const manifestFile = path.join(root, 'package.json');
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
const changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');

if (values.verify !== undefined) {
	verify(values.verify);
} else if (positionals.length === 1) {
	release(positionals[0]);
} else {
	fail(['Give one version: node scripts/release.mjs 1.2.3 [--dry-run]']);
}

function release(version) {
	const problems = releaseProblems({
		version,
		current: manifest.version,
		branch: git('branch', '--show-current').trim(),
		changes: git('status', '--porcelain'),
		tags: git('tag', '--list').split('\n'),
		changelog,
		today: new Date().toISOString().slice(0, 10),
	});
	if (problems.length > 0) {
		fail(problems);
	}

	process.stdout.write(`${version}\n\n${sectionOf(version, changelog)}\n\n`);
	if (values['dry-run']) {
		process.stdout.write(`Would run npm test, write ${version} into package.json, commit, and tag v${version}.\n`);
		return;
	}

	run('npm', ['test']);
	if (manifest.version !== version) {
		// npm keeps the lock file in step, and neither commits nor tags here.
		run('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts']);
		run('git', ['commit', '--quiet', '--message', `Release ${version}`, 'package.json', 'package-lock.json']);
	}

	run('git', ['tag', '--annotate', `v${version}`, '--message', `aksess ${version}`]);
	process.stdout.write(`Tagged. Publish it with: git push origin main v${version}\n`);
}

function verify(tag) {
	const problems = [
		...(tag === `v${manifest.version}` ? [] : [`The tag is ${tag}, the manifest says ${manifest.version}.`]),
		...(sectionOf(manifest.version, changelog) === undefined
			? [`CHANGELOG.md has no section for ${manifest.version}.`]
			: []),
	];
	if (problems.length > 0) {
		fail(problems);
	}
}

function git(...words) {
	const {status, stdout, stderr} = spawnSync('git', words, {cwd: root, encoding: 'utf8'});
	return status === 0 ? stdout : fail([`git ${words.join(' ')} failed: ${stderr.trim()}`]);
}

function run(program, words) {
	if (spawnSync(program, words, {cwd: root, stdio: 'inherit'}).status !== 0) {
		fail([`${program} ${words.join(' ')} failed; nothing was tagged.`]);
	}
}

function fail(problems) {
	process.stderr.write(`Not released.\n${problems.map(problem => `- ${problem}\n`).join('')}`);
	process.exit(1);
}
