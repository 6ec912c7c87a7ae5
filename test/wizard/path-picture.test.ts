import {describe, expect, test} from 'vitest';
import {pathPicture} from '../../source/wizard/path-picture.js';
import {textOf, widthOf} from '../../source/wizard/text.js';
import {createTheme} from '../../source/wizard/theme.js';
import {finding, findings, trailEntry} from './fixtures.js';

const unicode = createTheme({colour: false, unicode: true, screenReader: false});
const ascii = createTheme({colour: false, unicode: false, screenReader: false});
const spoken = createTheme({colour: false, unicode: true, screenReader: true});

const egress = finding('x', 'blocked', [
	trailEntry('azure-firewall', 'blocked'),
	trailEntry('route-table', 'allowed'),
	trailEntry('nsg', 'allowed'),
	trailEntry('nsg', 'undecided'),
]);

function picture(...parameters: Parameters<typeof pathPicture>): string {
	return pathPicture(...parameters)
		.map(textOf)
		.join('\n');
}

describe('the picture of a path', () => {
	test('has the controls in the order packets meet them, one station each with its worst verdict', () => {
		expect(picture(egress, unicode, 100)).toBe('nodes in snet-aks ──▶ NSG ? ──▶ route ✓ ──▶ firewall ✗ ╌╌▷ gcr.io');
	});

	test('is drawn in plain characters where there are no others', () => {
		expect(picture(egress, ascii, 100)).toBe('nodes in snet-aks --> NSG ? --> route + --> firewall x ..> gcr.io');
	});

	test('is a sentence when it is read aloud', () => {
		expect(picture(egress, spoken, 100)).toBe(
			'nodes in snet-aks then NSG undecided then route allowed then firewall blocked then gcr.io',
		);
	});

	test('goes the other way for what comes in', () => {
		const ingress = findings.find(({flow}) => flow.path.kind === 'ingress');
		expect(ingress && picture(ingress, ascii, 100)).toBe(
			'the internet --> route x ..> NSG x ..> traefik in azds (20.72.130.33)',
		);
	});

	test('breaks between stations and fits any width', () => {
		for (let width = 30; width < 120; width++) {
			for (const each of findings) {
				expect(pathPicture(each, unicode, width).every(content => widthOf(content) <= width)).toBe(true);
			}
		}
	});
});
