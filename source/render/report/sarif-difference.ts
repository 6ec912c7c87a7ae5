import type {Origin} from '../../plan/compare/origins.js';
import {printableValue} from '../printable.js';
import type {ReportedDifference, ReportedFlowChange} from './difference.js';
import {sarifLog, uriOf} from './sarif-log.js';

/**
 * SARIF 2.1.0 of a change, for the code-scanning page of the pull request that holds it: lost flows are errors; what is no
 * longer certain, and what opens beyond what is required, are warnings; what else closes is a note.
 */
export function sarifDifference(given: ReportedDifference, version: string): string {
	const {lost, changed, opened, closed} = printableValue(given);
	const broken = changed.filter(({after}) => after === 'blocked');
	const doubted = changed.filter(({before, after}) => before === 'allowed' && after === 'undecided');
	const results = [
		...[...lost, ...broken].map(change => flowResult('lost', 'error', change)),
		...doubted.map(change => flowResult('doubted', 'warning', change)),
		...opened
			.filter(({wider}) => wider !== undefined)
			.map(({control, resource, what, wider, at}) =>
				resultOf(`${control}/opened`, 'warning', `Opened: ${what}. ${wider?.reason ?? ''}`, resource, at),
			),
		...closed.map(({control, resource, what, witness, at}) =>
			resultOf(`${control}/closed`, 'note', `Closed: ${what}, for example ${witness}.`, resource, at),
		),
	];
	return sarifLog(results, version, describeRule);
}

function describeRule(id: string): string {
	const [what = '', how] = id.split('/');
	const flows: Readonly<Record<string, string>> = {
		lost: 'A required flow is lost',
		doubted: 'A required flow is no longer certain',
	};
	return flows[how ?? ''] ?? `${how === 'opened' ? 'Opened' : 'Closed'} by ${what}`;
}

function flowResult(how: 'lost' | 'doubted', level: 'error' | 'warning', change: ReportedFlowChange) {
	const {flow, before, after, route, purpose, because = [], at} = change;
	const whys = [...new Set(because.map(({why}) => why))].join(' ');
	const name = route === undefined ? flow : `${flow} (${route})`;
	return resultOf(
		`flow/${how}`,
		level,
		`${name}: ${before} before, ${after} after. ${whys} ${purpose ?? ''}`.trim(),
		because[0]?.resource ?? flow,
		at,
		flow,
	);
}

function resultOf(
	ruleId: string,
	level: 'error' | 'warning' | 'note',
	text: string,
	resource: string,
	at: readonly Origin[] | undefined,
	about = '',
) {
	const places = at === undefined || at.length === 0 ? [{file: resource, address: resource}] : at;
	return {
		ruleId,
		level,
		message: {text},
		locations: places.map(({file, address}) => ({
			physicalLocation: {artifactLocation: {uri: uriOf(file)}},
			logicalLocations: [{name: address.split('/').at(-1), fullyQualifiedName: address, kind: 'resource'}],
		})),
		// Code-scanning pages tell old results from new ones by it; the sentence may change its wording.
		partialFingerprints: {
			'changeAndFlow/v1': [ruleId, about, resource, ...places.map(({address}) => address)].join(' '),
		},
	};
}
