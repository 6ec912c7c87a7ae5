import type {ChangeOf} from '../../../plan/change.js';
import type {ArmResource} from '../../../topology/world.js';
import {printableJson} from '../../printable.js';
import {armPath, armState} from '../arm-path.js';
import {projections} from '../arm-projection.js';
import {bodyFile} from '../body-file.js';
import {quoteBash} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const armChildStep: BashStepRecord<'arm-child'> = {
	step: armChild,
	programs: [],
	shared: ({type}) => [{name: type, lines: [`${queryVariable(type)}=${quoteBash(projections[type].query)}`]}],
};

function queryVariable(type: keyof typeof projections): string {
	return `${type.replaceAll('-', '_')}_query`;
}

function armChild(change: ChangeOf<'arm-child'>): BashStep {
	const {text} = projections[change.type];
	const path = armPath(change.id);
	return {
		read: `arm_text ${quoteBash(path)} "$${queryVariable(change.type)}"`,
		before: text(change.before),
		after: text(change.after),
		state: armState(path),
		write:
			change.after === null
				? [`  arm_write delete ${quoteBash(path)}`]
				: [...bodyFile('body.json', bodyOf(change.after)), `  arm_write put ${quoteBash(path)} "$work/body.json"`],
	};
}

function bodyOf(resource: ArmResource): string {
	return printableJson({name: resource.name, properties: resource.properties}, 2);
}
