import type {Cited, Profile} from '../../profiles/profile.js';
import {printableValue} from '../printable.js';
import {wrap} from '../wrap.js';
import type {Paint} from './paint.js';

/** A profile for people: what it is, and every requirement with its purpose and who says so. */
export function textProfile(profile: Profile, paint: Paint, columns: number): string {
	const {name, title, description, status, requirements, parameters} = printableValue(profile);
	const lines = [
		`${paint('strong', title)}  ${paint('quiet', name)}`,
		...wrap(description, columns),
		...(status.state === 'retired' ? wrap(status.text, columns).map(line => paint('undecided', line)) : []),
		...requirements.flatMap(
			({id, title: what, purpose, source, revision, date, also = [], confidence, feature, since}) => [
				'',
				`${paint('strong', id)}  ${what}${confidence === 'required' ? '' : paint('undecided', `  ${confidence}${since === undefined ? '' : ` since ${since}`}`)}`,
				// A feature is what one has with it, a purpose what happens without it.
				...wrap(feature === undefined ? `Without it: ${purpose}` : `Without it you lose: ${feature}`, columns - 2).map(
					line => `  ${line}`,
				),
				...[{source, revision, date}, ...also].flatMap(cited =>
					wrap(spellCited(cited), columns - 2).map(line => `  ${paint('quiet', line)}`),
				),
			],
		),
		...(Object.keys(parameters).length === 0
			? []
			: [
					'',
					paint('strong', 'Parameters'),
					...Object.entries(parameters).flatMap(([key, parameter]) => [
						`  ${key}: ${parameter.question}`,
						...(parameter.kind === 'choice'
							? parameter.choices.map(({value, title: meaning}) => `    ${value}: ${meaning}`)
							: []),
					]),
				]),
	];
	return `${lines.join('\n')}\n`;
}

function spellCited({source, revision, date}: Cited): string {
	return [source, ...(revision === undefined || revision === date ? [] : [revision]), date].join(', ');
}
