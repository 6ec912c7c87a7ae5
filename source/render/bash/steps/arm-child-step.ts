import type {ChangeOf} from '../../../plan/change.js';
import {compactJson} from '../../compact-json.js';
import {wrap} from '../../wrap.js';
import {armPath, armWords} from '../arm-function.js';
import {projections} from '../arm-projection.js';
import {quoteBash} from '../quote-bash.js';
import type {BashState, BashStep, BashStepRecord} from '../step-record.js';

export const armChildStep: BashStepRecord<'arm-child'> = {
	step: armChild,
	programs: [],
	shared: ({type}) => [{name: type, lines: functionFor(type)}],
};

type ChildType = ChangeOf<'arm-child'>['type'];

/** Of each type, where it stands in Azure and what the names in its path are. */
const places: Readonly<Record<ChildType, {readonly types: readonly string[]; readonly names: string}>> = {
	'rule-collection-group': {types: ['firewallPolicies', 'ruleCollectionGroups'], names: 'POLICY NAME'},
	'security-rule': {types: ['networkSecurityGroups', 'securityRules'], names: 'NSG NAME'},
	route: {types: ['routeTables', 'routes'], names: 'ROUTE-TABLE NAME'},
};

function functionFor(type: ChildType): readonly string[] {
	const name = functionName(type);
	return [
		'',
		`${name}() { # ${name} SUBSCRIPTION RESOURCE-GROUP ${places[type].names}, the body on stdin`,
		armPath(places[type].types),
		`  arm_child ${quoteBash(projections[type].query)}`,
		'}',
	];
}

function functionName(type: ChildType): string {
	return type.replaceAll('-', '_');
}

function armChild({id, type, before, after}: ChangeOf<'arm-child'>, subscription: string): BashStep {
	const {text} = projections[type];
	const words = [functionName(type), ...armWords(id, subscription)];
	return {
		before: state(text(before)),
		after: state(text(after)),
		call: after === null ? {words} : {words, body: compactJson({name: after.name, properties: after.properties})},
	};
}

/** The script compares words, not blanks, so that long lines can be broken. */
function state(text: string): BashState {
	const lines = text
		.split('\n')
		.flatMap(line => wrap(line, 112).map((part, index) => (index === 0 ? part : `  ${part}`)));
	return lines.length === 1 ? {kind: 'words', words: lines} : {kind: 'text', text: lines.join('\n')};
}
