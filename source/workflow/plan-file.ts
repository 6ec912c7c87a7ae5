import {createHash} from 'node:crypto';
import {z} from 'zod';
import type {Options} from '../command-line/command.js';
import {answerOptions, choiceOptions, correctionOptions, questionOptions} from '../command-line/options.js';
import {givenAmong} from '../command-line/refuse-beside.js';
import {UserError} from '../errors.js';
import type {Plan} from '../plan/plan.js';
import {planSchema} from '../plan/plan-schema.js';
import {shapeProblem} from '../plan/shape-problem.js';
import {printableJson} from '../render/printable.js';
import {readJson} from './read-json.js';

/**
 * A plan as it is kept in a file. The digest tells an edited file from the one that was reviewed: a plan carries its
 * proof, and a changed step would carry a proof of something else.
 */
export function planText(plan: Plan): string {
	return `${printableJson({...plan, digest: digestOf(plan)}, '\t')}\n`;
}

/** What a plan file has settled already; a flag that is ignored would be taken for a change of it. */
export function refuseBesidePlan(file: string, options: Options): void {
	const given = givenAmong([...answerOptions, ...questionOptions, ...correctionOptions, ...choiceOptions], options);
	if (given.length > 0) {
		throw new UserError('usage', `The plan ${file} is fixed; ${given.join(', ')} cannot change it.`, {
			next: ['Leave the plan file out to make a new plan, or make another with `aksess plan -o FILE`.'],
		});
	}
}

export async function readPlan(file: string): Promise<Plan> {
	const content = await readJson(file);
	const {schemaVersion, digest} = checked(content, planHeader, file);
	if (schemaVersion !== 1) {
		throw new UserError('usage', `${file} is a plan of version ${schemaVersion}; this aksess reads version 1.`, {
			next: ['Make the plan again with this version: `aksess plan -o FILE`.'],
		});
	}

	checked(content, planSchema, file);
	// It has just been looked at; what JSON leaves out reads as undefined, which is all that the types differ in.
	const {digest: _digest, ...plan} = content as Plan & {readonly digest: string};
	if (digest !== digestOf(plan)) {
		throw new UserError('usage', `${file} was changed after aksess wrote it, so its proof no longer holds.`, {
			next: [
				'Make the plan again: `aksess plan -o FILE`; --choose and --without change what it does.',
				'Or write a script from an unchanged plan and edit that.',
			],
		});
	}

	return plan;
}

/** The digest guards against mistakes, not against whoever can compute it again: so the shape is looked at as well. */
const planHeader = z.looseObject({schemaVersion: z.number(), digest: z.string()});

function checked<Shape extends z.ZodType>(content: unknown, shape: Shape, file: string): z.output<Shape> {
	const result = shape.safeParse(content);
	if (!result.success) {
		throw new UserError('usage', `${file} is not a plan of aksess: ${shapeProblem(result.error)}.`, {
			next: ['Make one with `aksess plan -o FILE`.'],
		});
	}

	return result.data;
}

function digestOf(plan: Plan): string {
	return `sha256:${createHash('sha256').update(JSON.stringify(plan)).digest('hex')}`;
}
