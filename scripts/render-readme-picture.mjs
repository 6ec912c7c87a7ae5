// The picture in the README: the wizard's findings on the practice cluster, from a real terminal.
// `node scripts/render-readme-picture.mjs` writes docs/images/findings.svg; `--png FILE` a bitmap of it as well.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {spawn} from '@lydell/node-pty';
import {build} from 'esbuild';
import {currentNode, ensureBuilt, environment, root} from './prepare.mjs';

const [columns, rows] = [104, 33];
const down = '\u001B[B';
const enter = '\r';

/** What is pressed once a screen shows the text beside it. */
const walk = [
	{when: 'What the traffic', press: [enter]},
	{when: 'not applicable', press: Array(6).fill(down)},
	{when: '── public-ingress', press: []},
];

ensureBuilt();

const {createTerminal, screenOf, textOfScreen, svgOfScreen, pngOfSvg} = await pictureHelpers();
const terminal = createTerminal(columns, rows);
const {CI: _ci, NO_COLOR: _noColour, ...env} = environment({TERM: 'xterm-256color', COLORTERM: 'truecolor'});
const args = ['--sandbox', 'locked-down', '--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];
const wizard = spawn(currentNode(), [path.join(root, 'bin/aksess.js'), ...args], {cols: columns, rows, cwd: root, env});

try {
	await walkThrough();
} finally {
	wizard.kill();
}

const svg = svgOfScreen(screenOf(terminal), 'The findings of aksess on a practice cluster');
writeFileSync(path.join(root, 'docs/images/findings.svg'), `${svg}\n`);
if (process.argv[2] === '--png') {
	writeFileSync(process.argv[3], pngOfSvg(svg));
}

/** Presses the keys of each stage when its screen is there; gives up with the last screen after half a minute. */
function walkThrough() {
	const stages = [...walk];
	return new Promise((resolve, reject) => {
		const text = () => textOfScreen(screenOf(terminal));
		const deadline = setTimeout(() => reject(new Error(`${stages[0]?.when} did not appear:\n${text()}`)), 30_000);
		wizard.onData(data => {
			terminal.write(data, () => {
				if (stages.length > 0 && text().includes(stages[0].when)) {
					const {press} = stages.shift();
					// A screen is drawn a moment before it listens; a key in between is lost.
					setTimeout(() => press.forEach(key => wizard.write(key)), 500);
				}

				if (stages.length === 0) {
					clearTimeout(deadline);
					resolve();
				}
			});
		});
	});
}

/** The tests draw screens, too; their helpers are TypeScript, so they are bundled first. */
async function pictureHelpers() {
	const folder = mkdtempSync(path.join(root, 'node_modules', '.picture-'));
	const outfile = path.join(folder, 'helpers.mjs');
	try {
		await build({
			absWorkingDir: root,
			stdin: {
				contents: `export * from './test/helpers/screen.js';export * from './test/helpers/screen-picture.js';`,
				resolveDir: root,
			},
			outfile,
			bundle: true,
			packages: 'external',
			platform: 'node',
			format: 'esm',
		});
		return await import(pathToFileURL(outfile).href);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
