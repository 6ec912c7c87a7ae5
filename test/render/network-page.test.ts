import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type NetworkPage, networkPage} from '../../source/render/network-page/network-page.js';
import type {Report} from '../../source/render/report/report.js';
import {toReport} from '../../source/render/report/report.js';
import {networkMap} from '../../source/wording/map/network-map.js';
import {type Browser, hasBrowser, type OpenPage, startBrowser} from '../helpers/browser.js';
import {draws} from '../helpers/draws.js';
import {practice} from '../helpers/plan-practice-world.js';

const {world, assess, plan} = practice('locked-down');
const {assessment, topology} = assess(world);
const cluster = topology.cluster.state === 'known' ? topology.cluster.value : undefined;
const content: NetworkPage = {
	title: 'Network check: aks-claims',
	report: toReport(assessment, cluster, ['azure-dev-spaces']),
	map: networkMap(assessment.findings, topology),
	plan: plan(),
	warnings: ['Retired.'],
	origin: {made: '2026-01-31', version: '1.2.3', source: 'A practice cluster.'},
};

const spell = (page: NetworkPage) => [...networkPage(page)].join('');

/** Words of ours that choose a branch or a class; everything else may be said by somebody else. */
const ours = new Set(['verdict', 'control', 'kind', 'leg', 'confidence', 'code', 'protocol', 'direction', 'sign']);

/** The same value with something appended to every text that may come from outside. */
function withEvery<T>(value: T, evil: string, key?: string): T;
function withEvery(value: unknown, evil: string, key = ''): unknown {
	if (typeof value === 'string') {
		return ours.has(key) ? value : `${value}${evil}`;
	}

	if (Array.isArray(value)) {
		return value.map(item => withEvery(item, evil, key));
	}

	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withEvery(item, evil, name)]))
		: value;
}

function hostilePage(evil: string): NetworkPage {
	const {map, plan: made, ...rest} = content;
	return {
		...withEvery(rest, evil),
		// What a change is decides how it is compared; its names are those of its title and its resource.
		plan:
			typeof made === 'string'
				? made
				: {
						...withEvery({...made, steps: []}, evil),
						steps: made.steps.map(step => ({...withEvery({...step, change: undefined}, evil), change: step.change})),
					},
		map: {
			...map,
			places: map.places.map(({passings, ...place}) => ({
				...place,
				title: `${place.title}${evil}`,
				name: `${place.name}${evil}`,
				passings: passings.map(passing => ({...passing, rule: `${passing.rule}${evil}`})),
			})),
		},
	};
}

/** Its tags with the names of their attributes, without what is said. */
function skeleton(page: string): readonly string[] {
	return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/"[^"]*"/g, '""'));
}

describe('a page about a network', () => {
	const page = spell(content);

	test('needs nothing else, and its policy allows nothing else', () => {
		expect(page).not.toMatch(/\b(?:src|href|action|srcset|style|on\w+)="(?!#)/);
		expect(page).not.toMatch(/url\(|@import|<(?:link|iframe|object|img|base)\b/);
		expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`);
		expect(page).not.toContain('unsafe-inline');
	});

	test('says the findings, the plan and the proof', () => {
		expect(page).toContain('firewall afw-hub-weu');
		expect(page).toContain('DenyAllOtherIn (4000)');
		expect(page).toContain('Add rule aksess-public-ingress-in to nsg-snet-aks');
		expect(page).toContain('<ins>+ ');
		expect(page).toContain('Becomes reachable');
	});

	test('is made of the same tags, whatever things are called', () => {
		const evil = fc.oneof(
			fc.constantFrom(
				'</script><script>alert(1)</script>',
				'"><img src=x onerror=alert(1)>',
				"' onload='a",
				'<!--',
				'&lt;',
			),
			fc.string({unit: 'binary', minLength: 1}),
		);
		const tags = skeleton(page);
		fc.assert(
			fc.property(evil, text => {
				expect(skeleton(spell(hostilePage(text)))).toEqual(tags);
			}),
			draws(12),
		);
	});

	test('says why there is no plan', () => {
		const without = spell({...content, plan: 'Nothing is blocked.'});
		expect(without).toContain('<p>Nothing is blocked.</p>');
		expect(without).not.toContain('id="proof"');
	});

	test('without findings has no table to search in', () => {
		const none: Report = {...content.report, findings: []};
		expect(spell({...content, report: none})).not.toContain('<form');
	});

	test('comes piece by piece', () => {
		const pieces = [...networkPage(manyFindings(100))];
		expect(pieces.length).toBeGreaterThan(100);
		expect(Math.max(...pieces.map(piece => piece.length))).toBeLessThan(40_000);
	});
});

function manyFindings(number: number): NetworkPage {
	const own = content.report.findings;
	const findings = Array.from({length: number}, (_, index) => ({
		...(own[index % own.length] ?? own[0]),
		flow: `flow-${index}`,
	})) as Report['findings'];
	return {...content, report: {...content.report, findings}};
}

const visible = `[...document.querySelectorAll('#flows > tbody')].filter(flow => flow.offsetParent !== null)`;

describe.skipIf(!hasBrowser)('in a browser (skipped where chromium is not installed)', {timeout: 120_000}, () => {
	let browser: Browser;
	let page: OpenPage;
	beforeAll(async () => {
		browser = await startBrowser();
		page = await browser.open(spell(content));
	}, 60_000);
	afterAll(() => browser.close());

	const choose = async (id: string, value: string) => {
		await page.evaluate(
			`{const field = document.getElementById('${id}'); field.value = '${value}'; field.dispatchEvent(new Event('input', {bubbles: true}));}`,
		);
		return page.evaluate<string[]>(`${visible}.map(flow => flow.querySelector('th').firstChild.data)`);
	};

	test('nothing of it is refused by its own policy, and what gets in is', async () => {
		expect(page.complaints).toEqual([]);
		expect(await page.evaluate('document.documentElement.dataset.ready')).toBe('yes');
		const other = await browser.open(spell(content));
		await other.evaluate(
			`{const script = document.createElement('script'); script.textContent = 'window.evil = 1'; document.body.append(script);}`,
		);
		expect(await other.evaluate('typeof window.evil')).toBe('undefined');
		expect(other.complaints.join()).toContain('Content Security Policy');
	});

	test('hostile names are text', async () => {
		const evil = '</td></script><script>window.evil = 1</script><img src=x onerror=alert(1)>';
		const hostile = await browser.open(spell(hostilePage(evil)));
		expect(hostile.complaints).toEqual([]);
		expect(await hostile.evaluate('[document.scripts.length, document.images.length, typeof window.evil]')).toEqual([
			1,
			0,
			'undefined',
		]);
		expect(await hostile.evaluate("document.querySelector('#flows th[scope=row]').firstChild.data")).toBe(
			`pull-images${evil}`,
		);
	});

	test('flows are found by verdict, control, requirement and words', async () => {
		expect(await choose('verdict', 'undecided')).toEqual(['machine-backend']);
		expect(await page.evaluate("document.getElementById('count').textContent")).toBe('1 of 19 flows');
		expect(await choose('verdict', '')).toHaveLength(19);
		expect(await choose('control', 'nsg')).toEqual(['public-ingress:azds/traefik']);
		expect(await choose('requirement', 'pull-images')).toEqual([]);
		expect(await choose('control', '')).toEqual(['pull-images']);
		await choose('requirement', '');
		expect(await choose('search', 'denyallotherin 4000')).toEqual(['public-ingress:azds/traefik']);
		expect(await choose('search', 'nobody')).toEqual([]);
		expect(await choose('search', '')).toHaveLength(19);
	});

	test('a keyboard skips to the findings, searches, and opens what is folded', async () => {
		const keyed = await browser.open(spell(content));
		await keyed.press('Tab');
		await keyed.press('Enter');
		expect(await keyed.evaluate('document.activeElement.id')).toBe('findings');
		await keyed.press('Tab');
		await keyed.type('debug-egress');
		expect(await keyed.evaluate(`${visible}.length`)).toBe(1);
		await keyed.press('Tab', 4);
		expect(await keyed.evaluate('document.activeElement.id')).toBe('unfold');
		await keyed.press('Tab');
		expect(await keyed.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
		await keyed.press('Enter');
		expect(await keyed.evaluate('document.activeElement.parentElement.open')).toBe(true);
		expect(await keyed.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
	});

	test('a screen reader is told the places of the page, its headings in order, and what each table and field is', async () => {
		const spoken = await page.spoken();
		const roles = (role: string) => spoken.filter(node => node.role === role);
		for (const landmark of ['banner', 'main', 'contentinfo', 'navigation', 'search']) {
			expect(roles(landmark), landmark).toHaveLength(1);
		}

		const levels = roles('heading').map(({level}) => level ?? 0);
		expect(levels[0]).toBe(1);
		expect(levels.filter(level => level === 1)).toHaveLength(1);
		expect(levels.slice(1).every((level, index) => level - (levels[index] ?? 0) <= 1)).toBe(true);
		const named = ['table', 'image', 'searchbox', 'combobox', 'button', 'link', 'region', 'search', 'navigation'];
		expect(spoken.filter(({role, name}) => named.includes(role) && name === '')).toEqual([]);
		expect(roles('table').length).toBeGreaterThan(2);
		expect(roles('rowheader').length).toBeGreaterThan(18);
	});

	test.each(['light', 'dark'] as const)('every word has contrast enough in the %s scheme', async scheme => {
		await page.media(scheme);
		await page.evaluate("{for (const folded of document.querySelectorAll('details')) folded.open = true;}");
		expect(await page.evaluate(`(${poorContrast})()`)).toEqual([]);
		const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
		expect(background).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 24, 29)');
	});

	test('paper has what decides unfolded, in the light scheme, and nothing to press', async () => {
		const paper = await browser.open(spell(content));
		await paper.media('dark', 'print');
		await paper.evaluate("window.dispatchEvent(new Event('beforeprint'))");
		const shown = (selector: string) =>
			paper.evaluate<number>(
				`[...document.querySelectorAll('${selector}')].filter(one => one.checkVisibility({contentVisibilityAuto: true})).length`,
			);
		expect(await shown('form, button, nav')).toBe(0);
		expect(await shown('.trail tr[data-verdict=blocked]')).toBe(
			await paper.evaluate("document.querySelectorAll('.trail tr[data-verdict=blocked]').length"),
		);
		expect(await shown('.trail tr[data-verdict=allowed]')).toBe(0);
		expect(await shown('#plan pre ins')).toBeGreaterThan(100);
		expect(await paper.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
		await paper.evaluate("window.dispatchEvent(new Event('afterprint'))");
		expect(await paper.evaluate("document.querySelectorAll('details[open]').length")).toBe(0);
		expect((await paper.print()).subarray(0, 5).toString()).toBe('%PDF-');
	});

	test('a narrow window needs no scrolling to the side', async () => {
		const narrow = await browser.open(spell(content));
		await narrow.resize(320, 640);
		expect(await narrow.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
		expect(await narrow.evaluate("document.querySelector('#flows > caption').offsetWidth")).toBeGreaterThan(200);
	});

	test('a thousand findings are all there, and one of them is found', async () => {
		const many = await browser.open(spell(manyFindings(1000)));
		await many.evaluate(
			"{const field = document.getElementById('search'); field.value = 'flow-999'; field.dispatchEvent(new Event('input', {bubbles: true}));}",
		);
		expect(await many.evaluate("document.getElementById('count').textContent")).toBe('1 of 1000 flows');
	});
});

/** In the page: texts whose colour is too near to that of what lies behind them (WCAG 2.2, 1.4.3). */
const poorContrast = `() => {
	const parse = colour => colour.match(/[\\d.]+/g).map(Number);
	const channel = part => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
	const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
	const behind = element => {
		if (element === null) return [255, 255, 255];
		const style = getComputedStyle(element);
		const colour = parse(element.closest('svg') ? getComputedStyle(document.querySelector('svg rect')).fill : style.backgroundColor);
		return colour[3] === 0 ? behind(element.parentElement) : colour;
	};
	const found = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		const element = node.parentElement;
		if (node.data.trim() === '' || !element.checkVisibility()) continue;
		const style = getComputedStyle(element);
		const [one, other] = [light(parse(element.closest('svg') ? style.fill : style.color)), light(behind(element))].sort((a, b) => b - a);
		if ((one + 0.05) / (other + 0.05) < 4.5) found.push(element.tagName + ' ' + node.data.trim().slice(0, 40));
	}
	return found;
}`;
