import type {ChangeOf} from '../../../plan/change.js';
import {compactJson} from '../../compact-json.js';
import {armPath} from '../arm-path.js';
import {projections} from '../arm-projection.js';
import {bashHeredoc, quoteBash} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const armChildStep: BashStepRecord<'arm-child'> = {
	step: armChild,
	programs: [],
	shared: ({type}) => [{name: type, lines: [`${queryVariable(type)}=${quoteBash(projections[type].query)}`]}],
};

function queryVariable(type: keyof typeof projections): string {
	return `${type.replaceAll('-', '_')}_query`;
}

function armChild({id, type, before, after}: ChangeOf<'arm-child'>): BashStep {
	const {text} = projections[type];
	const call = `arm_child "$${queryVariable(type)}" ${quoteBash(armPath(id))}`;
	return {
		before: text(before),
		after: text(after),
		call:
			after === null
				? [`${call} </dev/null`]
				: bashHeredoc(call, compactJson({name: after.name, properties: after.properties})),
	};
}
