import type {Plan} from '../../plan/plan.js';
import {printableValue} from '../printable.js';
import type {Paint} from '../report/paint.js';
import {wrap} from '../wrap.js';
import {foldAdvice} from './fold-advice.js';

/** What a plan would do, in as few lines as a preview may have: the proof, the steps by their titles, the rest. */
export function textFix(plan: Plan, paint: Paint, columns: number): string {
	const {proof, advice, steps} = printableValue({
		proof: plan.proof,
		advice: plan.advice,
		steps: plan.steps.map(({title, danger}) => ({title, danger})),
	});
	const item = (mark: string, text: string) => {
		const [first = '', ...rest] = wrap(text, columns - mark.length - 3);
		return [`  ${mark} ${first}`, ...rest.map(line => `${' '.repeat(mark.length + 3)}${line}`)];
	};
	const lines = [
		paint('strong', 'The fix'),
		...wrap(proof.summary, columns - 2).map(line => `  ${line}`),
		...steps.flatMap(({title, danger}, index) => [
			...item(`${index + 1}.`, title),
			...(danger === undefined ? [] : item('  ', `Careful: ${danger.warning}`).map(line => paint('removed', line))),
		]),
		...proof.opened.flatMap(({what, wider}) =>
			wider === undefined ? [] : item('!', `Wider than required: ${what}. ${wider.reason}`),
		),
		...proof.closed.flatMap(({what, witness}) => item('!', `Closes: ${what} (for example ${witness}).`)),
		...proof.undecided.flatMap(question => item('?', `Not proved: ${question}`)),
		...foldAdvice(advice).flatMap(({items, commands}) => [
			...items.flatMap(({text, lines: list}) => [...item('By hand:', text), ...list.map(line => `      ${line}`)]),
			...commands.map(command => `      ${paint('quiet', command)}`),
		]),
		...proof.stillBlocked.flatMap(({flow, verdict, why}) => item('✗', `Still ${verdict}: ${flow}. ${why}`)),
	];
	return `${lines.join('\n')}\n`;
}
