import {describe, expect, test} from 'vitest';
import {pathPicture} from '../../source/wizard/path-picture.js';
import {textOf, widthOf} from '../../source/wizard/text.js';
import {createTheme} from '../../source/wizard/theme.js';
import {finding, findings, firewallBlocks, nsgAllows, nsgUndecided, routeLeads} from './fixtures.js';

const unicode = createTheme({colour: false, unicode: true, screenReader: false});
const ascii = createTheme({colour: false, unicode: false, screenReader: false});
const spoken = createTheme({colour: false, unicode: true, screenReader: true});

const egress = finding('x', 'blocked', [nsgAllows, nsgUndecided, routeLeads, firewallBlocks]);

function picture(...parameters: Parameters<typeof pathPicture>): string {
	return pathPicture(...parameters)
		.map(textOf)
		.join('\n');
}

describe('the picture of a path', () => {
	test('has what packets meet in the order of the way, one station for each resource with the worst verdict', () => {
		expect(picture(egress, unicode, 100)).toBe(
			'nodes in snet-aks ──▶ NSG nsg-aks ? ──▶ route rt-aks ✓ ──▶ firewall afw-hub ✗ ╌╌▷ gcr.io tcp 443',
		);
	});

	test('is drawn in plain characters where there are no others', () => {
		expect(picture(egress, ascii, 100)).toBe(
			'nodes in snet-aks --> NSG nsg-aks ? --> route rt-aks + --> firewall afw-hub x ..> gcr.io tcp 443',
		);
	});

	test('is a sentence when it is read aloud', () => {
		expect(picture(egress, spoken, 120)).toBe(
			'nodes in snet-aks then NSG nsg-aks undecided then route rt-aks allowed then firewall afw-hub blocked then gcr.io tcp 443',
		);
	});

	test('draws the way of the answers below', () => {
		const ingress = findings.find(({flow}) => flow.path.kind === 'ingress');
		expect(ingress && picture(ingress, ascii, 100)).toBe(
			'the internet --> NSG nsg-aks x ..> traefik in azds (20.72.130.33) tcp 80,443\ntraefik in azds (20.72.130.33) --> route rt-aks x ..> the internet',
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
