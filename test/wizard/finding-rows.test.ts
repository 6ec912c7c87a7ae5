import {describe, expect, test} from 'vitest';
import {
	type FindingRow,
	type FindingView,
	findingGroups,
	findingRows,
	nextControl,
	wholeView,
} from '../../source/wizard/rows/finding-rows.js';
import {inspection} from './fixtures.js';

const {assessment} = inspection;

function rowsIn(view: Partial<FindingView>): readonly string[] {
	return findingRows(assessment, {...wholeView, ...view}).map(told);
}

function told(row: FindingRow): string {
	switch (row.kind) {
		case 'cause': {
			return `${row.cause.place}, ${row.cause.rule}: ${row.findings.map(({flow}) => flow.id).join(' ')}`;
		}

		case 'finding': {
			return `${row.under === undefined ? '' : '  '}${row.finding.flow.id}`;
		}

		case 'unbound': {
			return row.requirement.requirement;
		}

		case 'note': {
			return 'note';
		}
	}
}

const firewall = 'firewall afw-hub, default deny: pull-charts-gcr pull-images backend debug-egress';

describe('findings by cause', () => {
	test('have a row for each rule that stops something, the one that stops most first', () => {
		expect(rowsIn({grouping: 'cause'})).toEqual([
			firewall,
			// Two rules stop it, and each must be opened.
			'NSG nsg-aks, DenyAllElseInBound (4000): public-ingress:azds/traefik',
			'route rt-aks, default (0.0.0.0/0): public-ingress:azds/traefik',
			'API server aks-shop, authorized ranges: api-server-from-machines',
			'this machine, not tried: machine-backend',
			'cluster-support',
			'space-routing',
			'note',
		]);
	});

	test('count a flow once, whatever stops it', () => {
		const [blocked, undecided] = findingGroups(assessment, {...wholeView, grouping: 'cause'});

		expect(blocked).toMatchObject({title: 'Blocked', count: 6, causes: 4});
		expect(undecided).toMatchObject({title: 'Undecided', count: 1, causes: 1});
	});

	test('show the flows of a cause that is opened', () => {
		const key = findingRows(assessment, {...wholeView, grouping: 'cause'})[0]?.key ?? '';
		const rows = findingRows(assessment, {...wholeView, grouping: 'cause', opened: [key]});

		expect(rows.slice(0, 6).map(told)).toEqual([
			firewall,
			'  pull-charts-gcr',
			'  pull-images',
			'  backend',
			'  debug-egress',
			'NSG nsg-aks, DenyAllElseInBound (4000): public-ingress:azds/traefik',
		]);
		expect(new Set(rows.map(row => row.key)).size).toBe(rows.length);
	});

	test('show what a search found below its cause', () => {
		expect(rowsIn({grouping: 'cause', search: 'afw pull'})).toEqual([
			'firewall afw-hub, default deny: pull-charts-gcr pull-images',
			'  pull-charts-gcr',
			'  pull-images',
		]);
	});
});

describe('findings by requirement', () => {
	test('keep the order of the profiles', () => {
		expect(rowsIn({})).toEqual([
			'pull-charts-gcr',
			'pull-images',
			'backend',
			'public-ingress:azds/traefik',
			'debug-egress',
			'api-server-from-machines',
			'machine-backend',
			'cluster-support',
			'space-routing',
			'note',
		]);
	});

	test.each([
		['where it goes', 'CLOUDFLARE', ['pull-images']],
		['who stops it', 'nsg-aks', ['public-ingress:azds/traefik']],
		['the rule', 'denyallelse', ['public-ingress:azds/traefik']],
		['why it is not looked at', 'child space', ['space-routing']],
		['nothing', 'nowhere', []],
	])('are found by %s', (_what, search, found) => {
		expect(rowsIn({search})).toEqual(found);
	});

	test('can be those of one control, one after the other', () => {
		const shown: (readonly string[])[] = [];
		for (let control = nextControl(assessment, undefined); control !== undefined; ) {
			shown.push([control, ...rowsIn({control}).filter(row => row !== 'cluster-support')]);
			control = nextControl(assessment, control);
		}

		expect(shown).toEqual([
			['azure-firewall', 'pull-charts-gcr', 'pull-images', 'backend', 'debug-egress'],
			['nsg', 'public-ingress:azds/traefik'],
			['route-table', 'public-ingress:azds/traefik'],
			['authorized-ranges', 'api-server-from-machines'],
			['this-machine', 'machine-backend'],
		]);
	});
});
