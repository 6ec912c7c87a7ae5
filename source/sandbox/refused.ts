import type {Answer} from './service.js';

/** A service said no. Thrown where the reason is found, answered where the request came in. */
export class Refused extends Error {
	override readonly name = 'Refused';
	readonly answer: Answer;

	constructor(answer: Answer) {
		super(`refused with ${answer.status}`);
		this.answer = answer;
	}
}
